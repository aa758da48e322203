/**
 * What plays and what comes next, as a value: each function gives a new queue. The listener's own queue (`queued`) plays
 * before the rest of the context (`upcoming`); `source` keeps the context in its own order, for repeat and for shuffle off.
 */
import type { QueueEntry, Repeat } from './player-state.ts'
import { shuffled } from './shuffle.ts'
import type { TrackRow } from './track.ts'

export interface Queue {
  current: QueueEntry | null
  queued: QueueEntry[]
  upcoming: QueueEntry[]
  history: QueueEntry[]
  source: QueueEntry[]
  /** The last entry of the context that played: where the context goes on after queued tracks. */
  anchor: string | null
  shuffle: boolean
  repeat: Repeat
}

export const limits = { context: 5_000, queued: 1_000, history: 200 }

export const emptyQueue: Queue = {
  current: null,
  queued: [],
  upcoming: [],
  history: [],
  source: [],
  anchor: null,
  shuffle: false,
  repeat: 'off',
}

export interface StartOptions {
  startIndex?: number
  /** Order of the shuffle; used only where the queue's shuffle is on. */
  seed: number
  newKey: () => string
}

/** Begins a context. With shuffle on and no start given, the first track is drawn too. */
export function start(queue: Queue, tracks: TrackRow[], options: StartOptions): Queue {
  const wanted = options.startIndex ?? 0
  // A window of the context around the start, so that a library of 100,000 tracks does not become a queue.
  const from = Math.max(0, Math.min(wanted - 100, tracks.length - limits.context))
  const source = tracks
    .slice(from, from + limits.context)
    .map((track) => ({ key: options.newKey(), track, queued: false }))
  const drawn = queue.shuffle && options.startIndex === undefined
  const first = drawn ? shuffled(source, options.seed)[0] : (source[wanted - from] ?? source[0])
  if (!first) return queue
  const begun: Queue = {
    ...queue,
    source,
    current: first,
    anchor: first.key,
    history: remembered(queue),
  }
  return { ...begun, upcoming: restOf(begun, options.seed) }
}

/** The entry that `advance` would play, without drawing a new order. */
export function peek(queue: Queue): QueueEntry | null {
  if (queue.repeat === 'one') return queue.current
  return queue.queued[0] ?? queue.upcoming[0] ?? (queue.repeat === 'all' ? firstAgain(queue) : null)
}

/** Goes on to the next track; null at the end. `repeat: one` only holds a track when it ended by itself. */
export function advance(queue: Queue, options: { ended: boolean; seed: number }): Queue | null {
  if (queue.repeat === 'one' && options.ended) return queue
  const [queuedFirst, ...queued] = queue.queued
  if (queuedFirst) return { ...queue, queued, current: queuedFirst, history: remembered(queue) }
  const [next, ...upcoming] = queue.upcoming
  if (next) return playing(queue, next, upcoming)
  if (queue.repeat === 'off' || queue.source.length === 0) return null
  const round = queue.shuffle ? freshRound(queue, options.seed) : queue.source
  const [again, ...rest] = round
  return again ? playing(queue, again, rest) : null
}

/** Back to what played before; null if nothing did. */
export function back(queue: Queue): Queue | null {
  const before = queue.history.at(-1)
  if (!before) return null
  const history = queue.history.slice(0, -1)
  const { current } = queue
  const queued = current?.queued ? [current, ...queue.queued] : queue.queued
  const upcoming = current && !current.queued ? [current, ...queue.upcoming] : queue.upcoming
  return { ...queue, current: before, history, queued, upcoming, anchor: anchorFor(queue, before) }
}

/** Goes on with an upcoming entry. Queued tracks before it are dropped, tracks of the context are passed over. */
export function skipTo(queue: Queue, key: string): Queue {
  const queuedAt = queue.queued.findIndex((entry) => entry.key === key)
  const queuedEntry = queue.queued[queuedAt]
  if (queuedEntry) {
    const queued = queue.queued.slice(queuedAt + 1)
    return { ...queue, queued, current: queuedEntry, history: remembered(queue) }
  }
  const at = queue.upcoming.findIndex((entry) => entry.key === key)
  const entry = queue.upcoming[at]
  return entry ? playing(queue, entry, queue.upcoming.slice(at + 1)) : queue
}

export function setShuffle(queue: Queue, shuffle: boolean, seed: number): Queue {
  const changed = { ...queue, shuffle }
  return { ...changed, upcoming: restOf(changed, seed) }
}

const playing = (queue: Queue, entry: QueueEntry, upcoming: QueueEntry[]): Queue => ({
  ...queue,
  current: entry,
  upcoming,
  anchor: anchorFor(queue, entry),
  history: remembered(queue),
})

const anchorFor = (queue: Queue, entry: QueueEntry): string | null =>
  queue.source.some((each) => each.key === entry.key) ? entry.key : queue.anchor

const remembered = (queue: Queue): QueueEntry[] =>
  queue.current ? [...queue.history, queue.current].slice(-limits.history) : queue.history

/** The context after the anchor: shuffled, all of it but the anchor; else what follows. */
function restOf(queue: Queue, seed: number): QueueEntry[] {
  const at = queue.source.findIndex((entry) => entry.key === queue.anchor)
  if (!queue.shuffle) return queue.source.slice(at + 1)
  return shuffled(
    queue.source.filter((_, index) => index !== at),
    seed,
  )
}

/** A new order for the next round that does not begin with what was just heard. */
function freshRound(queue: Queue, seed: number): QueueEntry[] {
  const round = shuffled(queue.source, seed)
  const [first, ...rest] = round
  return first && rest.length > 0 && first.key === queue.anchor ? [...rest, first] : round
}

const firstAgain = (queue: Queue): QueueEntry | null =>
  queue.shuffle ? null : (queue.source[0] ?? null)
