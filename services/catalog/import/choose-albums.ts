/**
 * The album of each planned track. A key that exists decides; else tracks that move together take their album along, so
 * that renaming a folder or correcting an album's name keeps its id; else the album is new.
 */
import { newId } from '@backbeat/contracts/ids'
import { groupAlbums } from '../identity/album-grouping.ts'
import { albumsByKeyOrId, type KnownAlbum, saveAlbumKeys } from '../store/rollup-store.ts'
import type { CatalogTrx } from '../store/tables.ts'
import type { PlannedTrack } from './plan-batch.ts'

export async function chooseAlbums(
  trx: CatalogTrx,
  planned: readonly PlannedTrack[],
  now: Date,
): Promise<string[]> {
  const keys = planned.flatMap(({ albumKeys }) => [
    albumKeys.own,
    albumKeys.shared ?? albumKeys.own,
  ])
  const known = await albumsByKeyOrId(
    trx,
    [...new Set(keys)],
    [...new Set(planned.flatMap(({ old }) => old?.album_id ?? []))],
  )
  const byKey = new Map(known.map((album) => [album.key, album]))
  const byId = new Map(known.map((album) => [album.id, album]))
  const grouped = groupAlbums(
    planned.map(({ track, albumKeys }) => ({ tags: track.tags, albumKeys })),
    new Set(byKey.keys()),
  )
  const leaving = departures(planned, grouped)
  const saved = new Map<string, { id: string; key: string; name_key: string }>()
  const rekeyed = new Set<string>()
  const ids = planned.map(({ old, albumKeys }, index) => {
    const key = grouped[index] as string
    const found = byKey.get(key)?.id ?? saved.get(key)?.id
    if (found) return found
    const former = old ? byId.get(old.album_id) : undefined
    const keeps =
      former !== undefined &&
      !rekeyed.has(former.id) &&
      takesAlong(former, albumKeys.name, leaving.get(`${former.id} ${key}`))
    const id = keeps ? former.id : newId()
    if (keeps) rekeyed.add(id)
    saved.set(key, { id, key, name_key: albumKeys.name })
    return id
  })
  await saveAlbumKeys(trx, [...saved.values()], now)
  return ids
}

/** How many tracks go from one album to one key. */
function departures(
  planned: readonly PlannedTrack[],
  grouped: readonly string[],
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [index, { old }] of planned.entries()) {
    if (!old) continue
    const way = `${old.album_id} ${grouped[index]}`
    counts.set(way, (counts.get(way) ?? 0) + 1)
  }
  return counts
}

const takesAlong = (album: KnownAlbum, nameKey: string, departing = 0): boolean =>
  album.name_key === nameKey || departing >= album.track_count
