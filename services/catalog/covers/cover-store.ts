/** Where covers come from, and which are made. */
import { sql } from 'kysely'
import type { CatalogDb } from '../store/tables.ts'

export interface CoverSource {
  folder_id: string
  path: string
  embedded: boolean
}

/** Where the picture can be read: as noted by the import, then in other tracks that carry the same. */
export async function coverSources(db: CatalogDb, id: string): Promise<CoverSource[]> {
  const noted = await db
    .selectFrom('covers')
    .select(['folder_id', 'path', 'embedded'])
    .where('id', '=', id)
    .where('state', '!=', 'broken')
    .executeTakeFirst()
  if (!noted) return []
  const tracks = await db
    .selectFrom('tracks')
    .innerJoin('albums', (join) =>
      join.onRef('albums.id', '=', 'tracks.album_id').on('albums.cover_id', '=', id),
    )
    .select(['tracks.folder_id', 'tracks.path', sql<boolean>`true`.as('embedded')])
    .where('tracks.cover_id', '=', id)
    .where('tracks.absent_since', 'is', null)
    .limit(3)
    .execute()
  return [noted, ...tracks]
}

export const markMade = async (db: CatalogDb, id: string): Promise<void> => {
  await db.updateTable('covers').set({ state: 'made' }).where('id', '=', id).execute()
}

/** A picture that can't be decoded is none: whoever shows it falls back. */
export async function markBroken(db: CatalogDb, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.updateTable('covers').set({ state: 'broken' }).where('id', '=', id).execute()
    await trx.updateTable('albums').set({ cover_id: null }).where('cover_id', '=', id).execute()
    await trx.updateTable('artists').set({ cover_id: null }).where('cover_id', '=', id).execute()
  })
}

export async function pendingCovers(
  db: CatalogDb,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('covers')
    .select('id')
    .where('state', '=', 'pending')
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}
