/** What the catalog answers: batches by id in one query, and pages that each walk one index. */
import type { Lyrics } from '@backbeat/contracts/api/catalog'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { CatalogDb, CatalogTables } from './tables.ts'

export type ArtistRecord = Selectable<CatalogTables['artists']>
export type AlbumRecord = Selectable<CatalogTables['albums']>

const among = (ids: readonly string[]) => sql<string>`any(${ids})`

export const artistsById = (db: CatalogDb, ids: readonly string[]): Promise<ArtistRecord[]> =>
  db
    .selectFrom('artists')
    .selectAll()
    .where('id', '=', among(ids))
    .where(({ or, eb }) => or([eb('track_count', '>', 0), eb('album_count', '>', 0)]))
    .execute()

export const albumsById = (db: CatalogDb, ids: readonly string[]) =>
  db
    .selectFrom('albums')
    .selectAll()
    .where('id', '=', among(ids))
    .where('track_count', '>', 0)
    .execute()

export const tracksById = (db: CatalogDb, ids: readonly string[]) =>
  db
    .selectFrom('tracks as t')
    .innerJoin('albums as a', 'a.id', 't.album_id')
    .selectAll('t')
    .select([
      'a.name as album_name',
      'a.type as album_type',
      'a.artists as album_artists',
      'a.cover_id as album_cover_id',
      'a.release_date as album_release_date',
      'a.track_count as album_track_count',
    ])
    .where('t.id', '=', among(ids))
    .where('t.absent_since', 'is', null)
    .execute()

export type TrackRecord = Awaited<ReturnType<typeof tracksById>>[number]

export interface Slice {
  offset: number
  limit: number
}

/** The part of a list that `from` and `order` describe, ids only. */
async function idsOf(
  db: CatalogDb,
  from: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
  { offset, limit }: Slice,
) {
  const { rows } = await sql<{ id: string }>`select id from ${from} order by ${order}
    limit ${limit} offset ${offset}`.execute(db)
  return rows.map((row) => row.id)
}

async function countOf(db: CatalogDb, from: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${from}`.execute(db)
  return rows[0]?.n ?? 0
}

export const artistIds = (db: CatalogDb, slice: Slice): Promise<string[]> =>
  idsOf(db, sql`artists where track_count > 0 or album_count > 0`, sql`sort_key, id`, slice)

const albumOrders = {
  title: sql`sort_key, id`,
  added: sql`added_at desc, id`,
  released: sql`release_date desc nulls last, id`,
}
export type AlbumSort = keyof typeof albumOrders | 'random'

const trackOrders = {
  title: sql`sort_key, id`,
  artist: sql`artist_sort_key, album_sort_key, disc_number, track_number, id`,
  album: sql`album_sort_key, album_id, disc_number, track_number, id`,
  added: sql`added_at desc, id`,
}
export type TrackSort = keyof typeof trackOrders | 'random'

export interface AlbumFilter {
  genre?: string | undefined
  artistId?: string | undefined
  groups?: readonly ('album' | 'single' | 'compilation' | 'appears_on')[] | undefined
}

export interface TrackFilter {
  genre?: string | undefined
  albumId?: string | undefined
  artistId?: string | undefined
}

/** `total` null: the caller knows it. */
export async function albumIds(db: CatalogDb, sort: AlbumSort, filter: AlbumFilter, slice: Slice) {
  const from = sql`albums where track_count > 0 ${albumConditions(filter)}`
  if (sort === 'random')
    return { ids: await randomIds(db, 'albums', from, filter, slice.limit), total: null }
  const filtered = filter.genre !== undefined || filter.artistId !== undefined
  const [ids, total] = await Promise.all([
    idsOf(db, from, albumOrders[sort], slice),
    filtered ? countOf(db, from) : null,
  ])
  return { ids, total }
}

function albumConditions({ genre, artistId, groups }: AlbumFilter): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = []
  if (genre !== undefined) parts.push(sql`and genres @> array[${genre}]`)
  if (artistId !== undefined) {
    const types = (groups ?? ['album', 'single', 'compilation']).filter(
      (group) => group !== 'appears_on',
    )
    const guest = groups === undefined || groups.includes('appears_on')
    parts.push(sql`and exists (select 1 from album_artists l where l.album_id = albums.id and l.artist_id = ${artistId}
      and ((not l.guest and albums.type = any(${types})) or (l.guest and ${guest})))`)
  }
  return parts.length === 0 ? sql`` : sql.join(parts, sql` `)
}

export async function trackIds(db: CatalogDb, sort: TrackSort, filter: TrackFilter, slice: Slice) {
  const from = sql`tracks where absent_since is null ${trackConditions(filter)}`
  if (sort === 'random')
    return { ids: await randomIds(db, 'tracks', from, filter, slice.limit), total: null }
  const order =
    filter.albumId === undefined ? trackOrders[sort] : sql`disc_number, track_number, id`
  const filtered = Object.values(filter).some((value) => value !== undefined)
  const [ids, total] = await Promise.all([
    idsOf(db, from, order, slice),
    filtered ? countOf(db, from) : null,
  ])
  return { ids, total }
}

function trackConditions({ genre, albumId, artistId }: TrackFilter): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = []
  if (genre !== undefined) parts.push(sql`and genres @> array[${genre}]`)
  if (albumId !== undefined) parts.push(sql`and album_id = ${albumId}`)
  if (artistId !== undefined) {
    parts.push(sql`and id in (select track_id from track_artists where artist_id = ${artistId})`)
  }
  return parts.length === 0 ? sql`` : sql.join(parts, sql` `)
}

/**
 * Random rows without sorting all: as many random points, each finding the next row along `random_key`. Filtered lists
 * are small enough to be sorted.
 */
async function randomIds(
  db: CatalogDb,
  table: 'albums' | 'tracks',
  from: RawBuilder<unknown>,
  filter: object,
  limit: number,
): Promise<string[]> {
  if (Object.values(filter).some((value) => value !== undefined)) {
    return idsOf(db, from, sql`random()`, { offset: 0, limit })
  }
  const present = sql.raw(table === 'albums' ? 'track_count > 0' : 'absent_since is null')
  const points = Math.ceil(limit * 1.3) + 8
  const { rows } = await sql<{ id: string }>`select distinct found.id, random() as shuffled
    from (select random() as point from generate_series(1, ${points})) p
    cross join lateral (
      (select id from ${sql.table(table)} where ${present} and random_key >= p.point order by random_key, id limit 1)
      union all
      (select id from ${sql.table(table)} where ${present} order by random_key, id limit 1)
      limit 1
    ) found`.execute(db)
  const ids = [...new Set(rows.map((row) => row.id))]
  return ids.slice(0, limit)
}

export const genres = (db: CatalogDb) =>
  db
    .selectFrom('genres')
    .select(['name', 'track_count', 'album_count'])
    .where('track_count', '>', 0)
    .orderBy('track_count', 'desc')
    .orderBy('name')
    .execute()

export async function lyricsOf(db: CatalogDb, trackId: string): Promise<Lyrics | null> {
  const row = await db
    .selectFrom('lyrics')
    .select(['text', 'lines'])
    .where('track_id', '=', trackId)
    .executeTakeFirst()
  return row ?? null
}

export interface Totals {
  artists: number
  albums: number
  tracks: number
  durationMs: number
  bytes: number
}

export async function totals(db: CatalogDb): Promise<Totals> {
  const { rows } = await sql<Totals>`select
    (select count(*) from artists where track_count > 0 or album_count > 0) as artists,
    (select count(*) from albums where track_count > 0) as albums,
    count(*) as tracks, coalesce(sum(duration_ms), 0)::bigint as "durationMs", coalesce(sum(bytes), 0)::bigint as bytes
    from tracks where absent_since is null`.execute(db)
  return rows[0] as Totals
}
