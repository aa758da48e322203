/** Keeps media's tracks in step with the catalog. */
import type { EventData } from '@backbeat/contracts/generated/events'
import type { ConsumedEvent } from '@backbeat/runtime/consumer'
import { levelsFor, type MadeLevel } from './quality-ladder.ts'
import * as store from './store.ts'

export const consumedTypes = ['catalog.track-imported', 'catalog.track-removed'] as const
type Consumed = ConsumedEvent<(typeof consumedTypes)[number]>

/** The last word on each track counts, so a batch is a few statements whatever its size. */
export async function applyCatalogEvents(
  trx: store.Db,
  events: readonly Consumed[],
): Promise<void> {
  const latest = new Map(events.map((event) => [event.data.trackId, event]))
  const before = await store.sourceHashesOf(trx, [...latest.keys()])
  const tracks: store.TrackRow[] = []
  const sources = new Map<string, MadeLevel[]>()
  const removals: { track_id: string; changed_ms: number }[] = []
  for (const { data, time } of latest.values()) {
    if ('sourceHash' in data) {
      tracks.push(toTrack(data, time))
      sources.set(data.sourceHash, levelsFor(data))
    } else {
      removals.push({ track_id: data.trackId, changed_ms: time })
    }
  }
  await store.upsertTracks(trx, tracks)
  await store.enqueue(
    trx,
    [...sources].map(([source_hash, pending]) => ({ source_hash, pending })),
  )
  await store.removeTracks(trx, removals)
  await store.markOrphans(trx, [...before, ...sources.keys()])
}

const toTrack = (data: EventData['catalog.track-imported'], time: number): store.TrackRow => ({
  track_id: data.trackId,
  source_hash: data.sourceHash,
  source_key: data.sourceKey,
  codec: data.codec,
  container: data.container,
  bitrate_kbps: data.bitrateKbps,
  sample_rate_hz: data.sampleRateHz,
  duration_ms: data.durationMs,
  bytes: data.bytes,
  changed_ms: time,
  removed: false,
})
