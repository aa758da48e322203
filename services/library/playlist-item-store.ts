/** The items of a playlist: SQL. Every function that writes expects the playlist to be locked. */
import type { PlaylistItemsPage } from '@backbeat/contracts/api/library'
import { type Kysely, sql } from 'kysely'
import { rankGap } from './ranks.ts'
import type { LibraryTables } from './tables.ts'

type Db = Kysely<LibraryTables>

export async function listPlaylistItems(
  db: Db,
  { playlistId, offset, limit }: { playlistId: string; offset: number; limit: number },
): Promise<PlaylistItemsPage['items']> {
  const rows = await db
    .selectFrom('playlist_items')
    .select(['track_id', 'added_at', 'added_by'])
    .where('playlist_id', '=', playlistId)
    .orderBy('rank')
    .offset(offset)
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    trackId: row.track_id,
    addedAt: row.added_at.toISOString(),
    addedBy: row.added_by,
  }))
}

/** The ranks at `position` and before it; null beyond either end. */
export async function neighborsAt(
  trx: Db,
  playlistId: string,
  position: number,
): Promise<{ before: number | null; after: number | null }> {
  const from = Math.max(0, position - 1)
  const rows = await trx
    .selectFrom('playlist_items')
    .select('rank')
    .where('playlist_id', '=', playlistId)
    .orderBy('rank')
    .offset(from)
    .limit(2)
    .execute()
  const [first, second] = rows.map(({ rank }) => rank)
  return position === 0
    ? { before: null, after: first ?? null }
    : { before: first ?? null, after: second ?? null }
}

/** Item keys of a range, in order. */
export async function itemsInRange(
  trx: Db,
  playlistId: string,
  { start, length }: { start: number; length: number },
): Promise<number[]> {
  const rows = await trx
    .selectFrom('playlist_items')
    .select('item')
    .where('playlist_id', '=', playlistId)
    .orderBy('rank')
    .offset(start)
    .limit(length)
    .execute()
  return rows.map(({ item }) => item)
}

export async function insertItems(
  trx: Db,
  added: {
    playlistId: string
    addedBy: string
    trackIds: readonly string[]
    ranks: readonly number[]
  },
): Promise<void> {
  await sql`
    insert into playlist_items (playlist_id, added_by, track_id, rank)
    select ${added.playlistId}, ${added.addedBy}, given.track_id, given.rank
    from unnest(${added.trackIds}::text[], ${added.ranks}::bigint[]) as given (track_id, rank)
  `.execute(trx)
}

export async function setRanks(
  trx: Db,
  items: readonly number[],
  ranks: readonly number[],
): Promise<void> {
  await sql`
    update playlist_items set rank = given.rank
    from unnest(${items}::bigint[], ${ranks}::bigint[]) as given (item, rank)
    where playlist_items.item = given.item`.execute(trx)
}

/** Numbers the whole playlist anew, with full gaps. */
export async function renumber(trx: Db, playlistId: string): Promise<void> {
  await sql`
    update playlist_items set rank = placed.place * ${rankGap}::bigint
    from (
      select item, row_number() over (order by rank) as place
      from playlist_items where playlist_id = ${playlistId}
    ) placed
    where playlist_items.item = placed.item`.execute(trx)
}

/** Each occurrence of these tracks; gives back how many went. */
export async function deleteTracks(
  trx: Db,
  playlistId: string,
  trackIds: readonly string[],
): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('playlist_items')
    .where('playlist_id', '=', playlistId)
    .where('track_id', 'in', trackIds)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** What is at these positions: item key and track. */
export async function itemsAt(
  trx: Db,
  playlistId: string,
  positions: readonly number[],
): Promise<Map<number, { item: number; trackId: string }>> {
  const { rows } = await sql<{ place: number; item: number; track_id: string }>`
    select place, item, track_id from (
      select item, track_id, row_number() over (order by rank) - 1 as place
      from playlist_items where playlist_id = ${playlistId}
    ) placed
    where place = any(${positions}::bigint[])`.execute(trx)
  return new Map(rows.map((row) => [row.place, { item: row.item, trackId: row.track_id }]))
}

export async function deleteItems(trx: Db, items: readonly number[]): Promise<void> {
  await trx.deleteFrom('playlist_items').where('item', 'in', items).execute()
}

export async function clearItems(trx: Db, playlistId: string): Promise<void> {
  await trx.deleteFrom('playlist_items').where('playlist_id', '=', playlistId).execute()
}
