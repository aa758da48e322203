/** Playlists and their followers: SQL. What a caller may not see is not found. */
import type { LibraryPlaylist, PlaylistPage } from '@backbeat/contracts/api/library'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { LibraryTables } from './tables.ts'

type Db = Kysely<LibraryTables>

interface Row {
  id: string
  owner_id: string
  name: string
  description: string | null
  public: boolean
  collaborative: boolean
  snapshot_id: string
  item_count: number
  follower_count: number
  created_at: Date
  updated_at: Date
  deleted_at: Date | null
  lead_track_ids: string[]
}

const columns = sql`p.id, p.owner_id, p.name, p.description, p.public, p.collaborative, p.snapshot_id, p.item_count,
  p.created_at, p.updated_at, p.deleted_at,
  (select count(*) from playlist_followers f where f.playlist_id = p.id) as follower_count,
  array(select i.track_id from playlist_items i where i.playlist_id = p.id order by i.rank limit 4) as lead_track_ids`

const toPlaylist = (row: Row): LibraryPlaylist => ({
  id: row.id,
  ownerId: row.owner_id,
  name: row.name,
  description: row.description,
  public: row.public,
  collaborative: row.collaborative,
  snapshotId: row.snapshot_id,
  itemCount: row.item_count,
  followerCount: row.follower_count,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  deletedAt: row.deleted_at?.toISOString() ?? null,
  leadTrackIds: row.lead_track_ids,
})

const visibleTo = (userId: string) =>
  sql`p.deleted_at is null and (p.public or p.owner_id = ${userId})`

/** Those that the user may see, in any order. */
export async function findPlaylists(
  db: Db,
  userId: string,
  ids: readonly string[],
): Promise<LibraryPlaylist[]> {
  const { rows } = await sql<Row>`
    select ${columns} from playlists p
    where p.id = any(${ids}::text[]) and ${visibleTo(userId)}`.execute(db)
  return rows.map(toPlaylist)
}

interface Listing {
  userId: string
  offset: number
  limit: number
}

/** The user's own and those followed, latest first. */
export async function listPlaylists(db: Db, { userId, offset, limit }: Listing) {
  const shown = sql`(
    select id as playlist_id, created_at as since from playlists
    where owner_id = ${userId} and deleted_at is null
    union all
    select f.playlist_id, f.followed_at from playlist_followers f
    join playlists p on p.id = f.playlist_id
    where f.user_id = ${userId} and p.owner_id <> ${userId} and p.public and p.deleted_at is null
  ) shown`
  return await pageOf(db, {
    page: sql`select ${columns} from ${shown} join playlists p on p.id = shown.playlist_id
      order by shown.since desc, p.seq desc offset ${offset} limit ${limit}`,
    count: sql`select count(*) as total from ${shown}`,
  })
}

/** Of one owner, as the user may see them, latest first. */
export async function listPlaylistsOf(
  db: Db,
  { ownerId, userId, offset, limit }: Listing & { ownerId: string },
) {
  const where = sql`from playlists p where p.owner_id = ${ownerId} and ${visibleTo(userId)}`
  return await pageOf(db, {
    page: sql`select ${columns} ${where} order by p.seq desc offset ${offset} limit ${limit}`,
    count: sql`select count(*) as total ${where}`,
  })
}

async function pageOf(
  db: Db,
  queries: { page: RawBuilder<unknown>; count: RawBuilder<unknown> },
): Promise<PlaylistPage> {
  const [page, count] = await Promise.all([queries.page.execute(db), queries.count.execute(db)])
  const [{ total } = { total: 0 }] = count.rows as { total: number }[]
  return { items: (page.rows as Row[]).map(toPlaylist), total }
}

export interface NewPlaylist {
  id: string
  ownerId: string
  name: string
  description: string | null
  public: boolean
  collaborative: boolean
  snapshotId: string
}

export async function insertPlaylist(trx: Db, playlist: NewPlaylist): Promise<void> {
  await trx
    .insertInto('playlists')
    .values({
      id: playlist.id,
      owner_id: playlist.ownerId,
      name: playlist.name,
      description: playlist.description,
      public: playlist.public,
      collaborative: playlist.collaborative,
      snapshot_id: playlist.snapshotId,
      item_count: 0,
      deleted_at: null,
    })
    .execute()
}

export async function countPlaylists(db: Db, ownerId: string): Promise<number> {
  const { total } = await db
    .selectFrom('playlists')
    .select(db.fn.countAll<number>().as('total'))
    .where('owner_id', '=', ownerId)
    .executeTakeFirstOrThrow()
  return total
}

export interface LockedPlaylist {
  id: string
  ownerId: string
  name: string
  description: string | null
  public: boolean
  snapshotId: string
  itemCount: number
  deletedAt: Date | null
}

/** Holds off every other edit of this playlist until the transaction ends. */
export async function lockPlaylist(trx: Db, id: string): Promise<LockedPlaylist | undefined> {
  const row = await trx
    .selectFrom('playlists')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      ownerId: row.owner_id,
      name: row.name,
      description: row.description,
      public: row.public,
      snapshotId: row.snapshot_id,
      itemCount: row.item_count,
      deletedAt: row.deleted_at,
    }
  )
}

export interface PlaylistPatch {
  name?: string | undefined
  description?: string | null | undefined
  public?: boolean | undefined
  collaborative?: boolean | undefined
  snapshotId?: string
  itemCount?: number
  deletedAt?: Date | null
}

/** Sets what is given. */
export async function updatePlaylist(trx: Db, id: string, patch: PlaylistPatch): Promise<void> {
  await trx
    .updateTable('playlists')
    .set({
      updated_at: sql`now()`,
      ...(patch.name === undefined ? {} : { name: patch.name }),
      ...(patch.description === undefined ? {} : { description: patch.description }),
      ...(patch.public === undefined ? {} : { public: patch.public }),
      ...(patch.collaborative === undefined ? {} : { collaborative: patch.collaborative }),
      ...(patch.snapshotId === undefined ? {} : { snapshot_id: patch.snapshotId }),
      ...(patch.itemCount === undefined ? {} : { item_count: patch.itemCount }),
      ...(patch.deletedAt === undefined ? {} : { deleted_at: patch.deletedAt }),
    })
    .where('id', '=', id)
    .execute()
}

export async function followPlaylist(db: Db, playlistId: string, userId: string): Promise<void> {
  await db
    .insertInto('playlist_followers')
    .values({ playlist_id: playlistId, user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function unfollowPlaylist(db: Db, playlistId: string, userId: string): Promise<void> {
  await db
    .deleteFrom('playlist_followers')
    .where('playlist_id', '=', playlistId)
    .where('user_id', '=', userId)
    .execute()
}

export async function followersAmong(
  db: Db,
  playlistId: string,
  userIds: readonly string[],
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('playlist_followers')
    .select('user_id')
    .where('playlist_id', '=', playlistId)
    .where('user_id', 'in', userIds)
    .execute()
  return new Set(rows.map((row) => row.user_id))
}

/** Ends what was deleted before then. */
export async function purgeDeleted(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('playlists').where('deleted_at', '<', before).execute()
}
