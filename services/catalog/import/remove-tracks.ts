/** Tracks whose files are gone: kept as absent, so that they return with their ids, and told as removed. */
import type { ArtistRef } from '@backbeat/contracts/api/catalog'
import { creditKey } from '../identity/keys.ts'
import { deleteFiles, markAbsent } from '../store/import-store.ts'
import { resolveArtists, rollUpAlbums, rollUpArtists } from '../store/rollup-store.ts'
import type { CatalogDb } from '../store/tables.ts'
import { variousArtists } from '../tags/track-tags.ts'
import { trackEvents } from './track-events.ts'
import type { WriteOptions } from './write-batch.ts'

export interface Removal {
  ids: readonly string[]
  places: readonly { folder_id: string; path: string }[]
}

export async function removeTracks(
  { ids, places }: Removal,
  { db, outbox, now }: WriteOptions,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await deleteFiles(trx, places)
    const removed = await markAbsent(trx, ids, now)
    if (removed.length === 0) return
    const artists = await resolveArtists(trx, [variousArtists], now)
    const various = artists.get(creditKey(variousArtists)) as ArtistRef
    const albumIds = [...new Set(removed.map((track) => track.album_id))]
    const rolled = await rollUpAlbums(trx, albumIds, various)
    const artistIds = removed.flatMap((track) => track.artists.map(({ id }) => id))
    await rollUpArtists(trx, [...new Set([...rolled.artistIds, ...artistIds])])
    await outbox.write(
      trx,
      removed.map((track) => ({
        type: 'catalog.track-removed',
        data: {
          trackId: track.id,
          albumId: track.album_id,
          artistIds: track.artists.map(({ id }) => id),
        },
      })),
    )
    const changes = new Map<string, string>()
    await outbox.write(
      trx,
      await trackEvents(trx, { ids: [], albumIds: rolled.changedAlbumIds, changes }),
    )
  })
}

const batchSize = 400

export interface FolderRemoval extends WriteOptions {
  onWritten(): void
}

/** All tracks of a folder, then the folder itself. */
export async function removeFolder(folderId: string, options: FolderRemoval): Promise<void> {
  const { db, onWritten } = options
  for (;;) {
    const ids = await presentTracks(db, folderId)
    if (ids.length === 0) break
    await removeTracks({ ids, places: [] }, options)
    onWritten()
  }
  await db.deleteFrom('folders').where('id', '=', folderId).execute()
  onWritten()
}

async function presentTracks(db: CatalogDb, folderId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('tracks')
    .select('id')
    .where('folder_id', '=', folderId)
    .where('absent_since', 'is', null)
    .limit(batchSize)
    .execute()
  return rows.map((row) => row.id)
}
