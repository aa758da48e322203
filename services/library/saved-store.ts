/** Saved tracks, albums and artists: SQL. */
import type { SavedKind, SavedPage } from '@backbeat/contracts/api/library'
import { type Kysely, sql } from 'kysely'
import type { LibraryTables } from './tables.ts'

type Db = Kysely<LibraryTables>

export interface SavedIds {
  userId: string
  kind: SavedKind
  ids: readonly string[]
}

/** Saves what is not saved yet; gives back those ids. The first of them becomes the newest. */
export async function saveItems(trx: Db, { userId, kind, ids }: SavedIds): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into saved_items (user_id, kind, item_id)
    select ${userId}, ${kind}, given.id
    from unnest(${ids}::text[]) with ordinality as given (id, place)
    order by given.place desc
    on conflict do nothing
    returning item_id as id`.execute(trx)
  return rows.map(({ id }) => id)
}

/** Gives back the ids that had been saved. */
export async function removeItems(trx: Db, { userId, kind, ids }: SavedIds): Promise<string[]> {
  const rows = await trx
    .deleteFrom('saved_items')
    .where('user_id', '=', userId)
    .where('kind', '=', kind)
    .where('item_id', 'in', ids)
    .returning('item_id')
    .execute()
  return rows.map((row) => row.item_id)
}

export async function containsItems(db: Db, { userId, kind, ids }: SavedIds): Promise<boolean[]> {
  const rows = await db
    .selectFrom('saved_items')
    .select('item_id')
    .where('user_id', '=', userId)
    .where('kind', '=', kind)
    .where('item_id', 'in', ids)
    .execute()
  const saved = new Set(rows.map((row) => row.item_id))
  return ids.map((id) => saved.has(id))
}

export interface SavedListing {
  userId: string
  kind: SavedKind
  limit: number
  offset: number
  /** Only what was saved before this one. */
  after?: string | undefined
}

/** Newest first; `remaining` is how many follow. */
export async function listItems(
  db: Db,
  listing: SavedListing,
): Promise<SavedPage & { remaining: number }> {
  const { userId, kind, limit, offset, after } = listing
  const mine = db
    .selectFrom('saved_items')
    .where('user_id', '=', userId)
    .where('kind', '=', kind)
    .where('missing', '=', false)
  const from = after === undefined ? undefined : await sequenceOf(db, { userId, kind, id: after })
  const below = from === undefined ? mine : mine.where('seq', '<', from)
  const count = db.fn.countAll<number>().as('total')
  const [rows, { total }, following] = await Promise.all([
    below
      .select(['item_id', 'saved_at'])
      .orderBy('seq', 'desc')
      .offset(offset)
      .limit(limit)
      .execute(),
    mine.select(count).executeTakeFirstOrThrow(),
    from === undefined ? undefined : below.select(count).executeTakeFirstOrThrow(),
  ])
  const items = rows.map((row) => ({ id: row.item_id, savedAt: row.saved_at.toISOString() }))
  return { items, total, remaining: (following?.total ?? total) - offset - items.length }
}

async function sequenceOf(
  db: Db,
  { userId, kind, id }: { userId: string; kind: SavedKind; id: string },
): Promise<number> {
  const row = await db
    .selectFrom('saved_items')
    .select('seq')
    .where('user_id', '=', userId)
    .where('kind', '=', kind)
    .where('item_id', '=', id)
    .executeTakeFirst()
  // After something that is no longer saved there is nothing.
  return row?.seq ?? 0
}

/** Hides or shows again what belongs to these tracks, unless something newer was said of them. */
export async function markTracks(
  trx: Db,
  changes: readonly { trackId: string; missing: boolean; time: number }[],
): Promise<void> {
  await sql`
    update saved_items
    set missing = given.missing, availability_at = given.at
    from unnest(
      ${changes.map(({ trackId }) => trackId)}::text[],
      ${changes.map(({ missing }) => missing)}::boolean[],
      ${changes.map(({ time }) => new Date(time))}::timestamptz[]
    ) as given (id, missing, at)
    where saved_items.kind = 'track' and saved_items.item_id = given.id
      and coalesce(saved_items.availability_at, saved_items.saved_at) < given.at`.execute(trx)
}
