/** A track list read in pieces: rows come as they are scrolled to, playing goes on from the chosen place. */
import { useCallback } from 'react'
import type { SparseList } from '../api/use-sparse-list.ts'
import { TrackList } from '../components/track-list.tsx'
import type { TrackListProps } from '../components/track-list-types.ts'
import type { TrackRow } from '../player/track.ts'

interface SparseTrackListProps<T>
  extends Omit<TrackListProps, 'tracks' | 'total' | 'rowAt' | 'loadRange' | 'tracksFrom'> {
  list: SparseList<T>
  rowOf: (item: T) => TrackRow
  /** Some hundred rows from a place on, to play. */
  rowsFrom: (index: number) => Promise<TrackRow[]>
}

/** How much before the chosen row goes into the queue's past: the previous button leads there. */
const before = 20

export function SparseTrackList<T extends object>(props: SparseTrackListProps<T>) {
  const { list, rowOf, rowsFrom, ...rest } = props
  const rowAt = useCachedRows(list, rowOf)
  const tracksFrom = useCallback(
    async (index: number) => {
      const from = Math.max(0, index - before)
      return { tracks: await rowsFrom(from), startIndex: index - from }
    },
    [rowsFrom],
  )
  return (
    <TrackList
      {...rest}
      total={list.total ?? 0}
      rowAt={rowAt}
      loadRange={(start, end) => list.loadRange(start, Math.max(start, end - 1))}
      tracksFrom={tracksFrom}
    />
  )
}

/** The same row object for the same item, so that rows that did not change are not rendered again. */
function useCachedRows<T extends object>(
  list: SparseList<T>,
  rowOf: (item: T) => TrackRow,
): (index: number) => TrackRow | undefined {
  return useCallback(
    (index) => {
      const item = list.at(index)
      if (!item) return undefined
      const row = rows.get(item) ?? rowOf(item)
      rows.set(item, row)
      return row
    },
    [list, rowOf],
  )
}

const rows = new WeakMap<object, TrackRow>()
