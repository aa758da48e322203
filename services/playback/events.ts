/** Events in: plays, starts and skips become history; imports tell how long tracks are and whose. */
import type { EventType } from '@backbeat/contracts/envelope'
import type { ConsumedEvent, Consumers, Projection } from '@backbeat/runtime/consumer'
import { dayOf, isHeard } from './heard.ts'
import {
  addToDays,
  type Database,
  type DaySum,
  decidePlays,
  insertPlays,
  lockDurations,
  type Play,
  type Track,
  upsertTracks,
} from './store.ts'

export const historyGroup = 'history'
export const historyTypes = [
  'playback.track-started',
  'playback.track-played',
  'playback.track-skipped',
  'catalog.track-imported',
  'catalog.track-removed',
] as const satisfies readonly EventType[]

type HistoryEvent = ConsumedEvent<(typeof historyTypes)[number]>

export const followEvents = (consumers: Consumers): Promise<Projection> =>
  consumers.project({ group: historyGroup, types: historyTypes, apply: applyEvents })

/** One transaction; all events are of one partition and so of one type. Events without a listener count for nobody. */
export async function applyEvents(trx: Database, events: readonly HistoryEvent[]): Promise<void> {
  const sums = new Map<string, DaySum>()
  const plays: Play[] = []
  const tracks = new Map<string, Track>()
  for (const event of events) {
    if (isType(event, 'playback.track-played')) plays.push(...playOf(event))
    else if (isType(event, 'playback.track-started')) addTo(sums, event, { starts: 1 })
    else if (isType(event, 'playback.track-skipped')) addTo(sums, event, { skips: 1 })
    else {
      const track = trackOf(event)
      tracks.set(track.trackId, track)
    }
  }
  if (plays.length > 0) await applyPlays(trx, plays, sums)
  await addToDays(trx, [...sums.values()])
  if (tracks.size > 0) {
    await upsertTracks(trx, [...tracks.values()])
    await decidePlays(trx, [...tracks.keys()])
  }
}

const isType = <T extends HistoryEvent['type']>(
  event: HistoryEvent,
  type: T,
): event is ConsumedEvent<T> => event.type === type

/** A play that is long enough by itself needs no look at its track. */
async function applyPlays(trx: Database, plays: Play[], sums: Map<string, DaySum>): Promise<void> {
  const undecided = plays.filter((play) => !play.heard && play.playedMs > 0)
  if (undecided.length > 0) {
    const ids = [...new Set(undecided.map((play) => play.trackId))]
    const durations = await lockDurations(trx, ids)
    for (const play of undecided) {
      play.heard = isHeard(play.playedMs, durations.get(play.trackId) ?? null)
    }
  }
  const inserted = await insertPlays(trx, plays)
  for (const { eventId, userId, trackId, playedAt, playedMs, heard } of plays) {
    if (!inserted.delete(eventId)) continue
    addTo(sums, { userId, time: playedAt, data: { trackId } }, { plays: heard ? 1 : 0, playedMs })
  }
}

function playOf({ id, userId, time, data }: ConsumedEvent<'playback.track-played'>): Play[] {
  if (userId === null) return []
  const { trackId, playedMs, context } = data
  const heard = isHeard(playedMs, null)
  return [{ eventId: id, userId, trackId, playedAt: time, playedMs, context, heard }]
}

function addTo(
  sums: Map<string, DaySum>,
  about: { userId: string | null; time: number; data: { trackId: string } },
  more: Partial<Pick<DaySum, 'starts' | 'plays' | 'skips' | 'playedMs'>>,
): void {
  const { userId, data } = about
  if (userId === null) return
  const day = dayOf(about.time)
  const key = `${userId}\0${day}\0${data.trackId}`
  const none = { starts: 0, plays: 0, skips: 0, playedMs: 0 }
  const sum = sums.get(key) ?? { userId, day, trackId: data.trackId, ...none }
  sum.starts += more.starts ?? 0
  sum.plays += more.plays ?? 0
  sum.skips += more.skips ?? 0
  sum.playedMs += more.playedMs ?? 0
  sums.set(key, sum)
}

function trackOf(
  event:
    | ConsumedEvent<'catalog.track-imported'>
    | ConsumedEvent<'catalog.track-removed'>
    | HistoryEvent,
): Track {
  const { trackId } = event.data
  if (isType(event as HistoryEvent, 'catalog.track-imported')) {
    const { albumId, artists, durationMs } = (event as ConsumedEvent<'catalog.track-imported'>).data
    const artistIds = artists.map((artist) => artist.id)
    return { trackId, albumId, artistIds, durationMs, removed: false, changedAt: event.time }
  }
  const { albumId, artistIds } = (event as ConsumedEvent<'catalog.track-removed'>).data
  return { trackId, albumId, artistIds, durationMs: null, removed: true, changedAt: event.time }
}
