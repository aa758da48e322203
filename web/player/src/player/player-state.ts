/** What the player shows and what it can be told; `player.ts` keeps it, `use-player.ts` gives it to components. */
import type { Level } from '@backbeat/contracts/api/audio'
import type { PlayContext, TrackRow } from './track.ts'

export type Repeat = 'off' | 'all' | 'one'
export type Quality = 'auto' | 'low' | 'normal' | 'high' | 'very-high'

/** A place in the queue. `queued` entries were put there by the listener and play before the rest of the context. */
export interface QueueEntry {
  key: string
  track: TrackRow
  queued: boolean
}

export interface PlayerState {
  current: TrackRow | null
  /** The key of the current queue entry: tells two rows of the same track apart. */
  currentKey: string | null
  context: PlayContext | null
  /** What comes next, in the order it will be played: first the listener's own queue, then the context. */
  queue: QueueEntry[]
  /** Played before, newest last, at most 200. */
  history: QueueEntry[]
  /** Seconds. Moves about four times a second while playing. */
  position: number
  duration: number
  playing: boolean
  /** Waits for audio. */
  loading: boolean
  /** What is wrong just now, in words for the listener; null if all is well. */
  problem: string | null
  /** Something that happened and is over, to be told once. */
  notice: { text: string; number: number } | null
  /** 0 to 1, as the slider shows it; loudness follows a perceptual curve. */
  volume: number
  muted: boolean
  shuffle: boolean
  repeat: Repeat
  quality: Quality
  /** What is heard just now. */
  rendition: Level | null
}

export interface PlayOptions {
  startIndex?: number
  context?: PlayContext
  /** Plays in shuffled order whatever the switch says, and turns it on. */
  shuffle?: boolean
  /** How the listener asked for it; default `playbtn`. */
  reason?: 'clickrow' | 'playbtn'
}

export interface PlayerActions {
  play(tracks: TrackRow[], options?: PlayOptions): void
  /** To the end of the listener's own queue. Gives the keys of the new entries, for undo. */
  enqueue(tracks: TrackRow[]): string[]
  /** Before everything else. */
  playNext(tracks: TrackRow[]): string[]
  removeFromQueue(keys: string[]): void
  /** Moves an upcoming entry to another place among the upcoming. */
  moveInQueue(key: string, toIndex: number): void
  clearQueue(): void
  /** Goes on with an upcoming entry; what lies before it is skipped. */
  skipTo(key: string): void
  toggle(): void
  pause(): void
  resume(): void
  next(): void
  /** Back to the start, or to the track before if within its first three seconds. */
  previous(): void
  /** Seconds. */
  seek(position: number): void
  setVolume(volume: number): void
  toggleMute(): void
  toggleShuffle(): void
  cycleRepeat(): void
  setQuality(quality: Quality): void
  /** Stops and forgets everything, e.g. at sign-out. */
  reset(): void
}
