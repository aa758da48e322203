/** Events in: tracks that leave the catalog hide their likes, tracks that come back show them again. */
import type { ConsumedEvent } from '@backbeat/runtime/consumer'
import type { Kysely } from 'kysely'
import { markTracks } from './saved-store.ts'
import type { LibraryTables } from './tables.ts'

export const availabilityTypes = ['catalog.track-imported', 'catalog.track-removed'] as const

type CatalogEvent = ConsumedEvent<(typeof availabilityTypes)[number]>

export async function applyAvailability(
  trx: Kysely<LibraryTables>,
  events: readonly CatalogEvent[],
): Promise<void> {
  const latest = new Map(
    events.map(({ type, time, data }) => [
      data.trackId,
      { trackId: data.trackId, missing: type === 'catalog.track-removed', time },
    ]),
  )
  await markTracks(trx, [...latest.values()])
}
