/** What the listener does to the queue: add, remove, move. */
import type { QueueEntry } from './player-state.ts'
import { limits, type Queue } from './queue.ts'
import type { TrackRow } from './track.ts'

const entriesOf = (tracks: TrackRow[], newKey: () => string): QueueEntry[] =>
  tracks.map((track) => ({ key: newKey(), track, queued: true }))

export function enqueue(queue: Queue, tracks: TrackRow[], newKey: () => string): Queue {
  const queued = [...queue.queued, ...entriesOf(tracks, newKey)].slice(0, limits.queued)
  return { ...queue, queued }
}

export function playNext(queue: Queue, tracks: TrackRow[], newKey: () => string): Queue {
  const queued = [...entriesOf(tracks, newKey), ...queue.queued].slice(0, limits.queued)
  return { ...queue, queued }
}

export function remove(queue: Queue, keys: string[]): Queue {
  const gone = new Set(keys)
  const stays = (entry: QueueEntry) => !gone.has(entry.key)
  return { ...queue, queued: queue.queued.filter(stays), upcoming: queue.upcoming.filter(stays) }
}

/** All that comes next, as it is shown. */
export const upNext = (queue: Queue): QueueEntry[] => [...queue.queued, ...queue.upcoming]

/**
 * Moves an entry to a place among all that comes next. An entry that lands among or right after the queued ones becomes
 * queued, as the listener chose its place; one moved further down joins the context.
 */
export function move(queue: Queue, key: string, toIndex: number): Queue {
  const all = upNext(queue)
  const entry = all.find((each) => each.key === key)
  if (!entry) return queue
  const rest = all.filter((each) => each !== entry)
  const place = Math.max(0, Math.min(toIndex, rest.length))
  const queuedCount = rest.filter((each) => each.queued).length
  const queued = place < queuedCount || (place === queuedCount && entry.queued)
  const next = [...rest.slice(0, place), { ...entry, queued }, ...rest.slice(place)]
  return {
    ...queue,
    queued: next.filter((each) => each.queued),
    upcoming: next.filter((each) => !each.queued),
  }
}

export const clearQueued = (queue: Queue): Queue => ({ ...queue, queued: [] })
