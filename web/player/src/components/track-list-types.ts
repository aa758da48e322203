/** What a track list takes. */
import type { ReactNode } from 'react'
import type { PlayContext, TrackRow } from '../player/track.ts'

export type TrackColumn = 'cover' | 'album' | 'added' | 'plays' | 'artist'

export interface TrackListProps {
  /** The rows. For long lists leave it empty and give `total`, `rowAt` and `loadRange`. */
  tracks?: TrackRow[] | undefined
  /** Where playing it is playing from. */
  context: PlayContext
  /** Columns beside number, title and length; default cover and album. */
  columns?: TrackColumn[] | undefined
  /** `index` counts rows, `track` shows the number on the album (and disc headings). */
  numbers?: 'index' | 'track' | undefined
  /** How many rows there are, when they are read in pieces. */
  total?: number | undefined
  /** The row at this place if it has been read. */
  rowAt?: ((index: number) => TrackRow | undefined) | undefined
  /** These places (end exclusive) are on screen and were not read yet. Called at most once a frame. */
  loadRange?: ((start: number, end: number) => void) | undefined
  /** For lists read in pieces: all tracks to play from here, at most some hundreds; default what has been read around it. */
  tracksFrom?: ((index: number) => Promise<{ tracks: TrackRow[]; startIndex: number }>) | undefined
  /** Moves rows (by key) so that they stand before `toIndex`; gives the list drag handles and alt+arrows. */
  onReorder?: ((keys: string[], toIndex: number) => void) | undefined
  /** Takes rows away; adds the entry to the menu and the Delete key. */
  onRemove?: ((tracks: TrackRow[]) => void) | undefined
  removeLabel?: string | undefined
  /** Plays something else than the list itself, e.g. skips within the queue. */
  onPlay?: ((track: TrackRow, index: number) => void) | undefined
  /** Hides the header line. */
  headless?: boolean | undefined
  /** Shown under each other in small boxes (search results, panels): fewer columns. */
  compact?: boolean | undefined
  /** Accessible name. */
  label?: string | undefined
  /** At the end of the list. */
  footer?: ReactNode
}
