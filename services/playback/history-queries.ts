/** What a listener heard, read for one listener at a time; each query uses an index that begins with the listener. */
import { type RawBuilder, sql } from 'kysely'
import type { Database } from './store.ts'

export interface RecentPlay {
  trackId: string
  /** ISO 8601. */
  playedAt: string
  context: string | null
}

export interface TopItem {
  id: string
  plays: number
  playedMs: number
}

export interface Page<T> {
  items: T[]
  total: number
}

export interface TopQuery {
  userId: string
  /** First day that counts; null for all. */
  since: string | null
  limit: number
  offset: number
}

/** Heard plays of tracks that are still there, newest first, strictly between the cursors (ms since 1970). */
export async function recentlyPlayed(
  db: Database,
  query: { userId: string; limit: number; before?: number | undefined; after?: number | undefined },
): Promise<RecentPlay[]> {
  const { rows } = await sql<{ track_id: string; played_at: number; context: string | null }>`
    select play.track_id, play.played_at, play.context
    from play left join track on track.track_id = play.track_id
    where play.user_id = ${query.userId} and play.heard and track.removed is not true
      and (${query.before ?? null}::bigint is null or play.played_at < ${query.before ?? null})
      and (${query.after ?? null}::bigint is null or play.played_at > ${query.after ?? null})
    order by play.played_at desc, play.event_id limit ${query.limit}`.execute(db)
  return rows.map((row) => ({
    trackId: row.track_id,
    playedAt: new Date(row.played_at).toISOString(),
    context: row.context,
  }))
}

export const topTracks = (db: Database, query: TopQuery): Promise<Page<TopItem>> =>
  topBy(db, query, sql`select track_id as id, plays, played_ms, last_day from heard`)

export const topAlbums = (db: Database, query: TopQuery): Promise<Page<TopItem>> =>
  topBy(
    db,
    query,
    sql`select album_id as id, plays, played_ms, last_day from heard where album_id is not null`,
  )

/** Each artist of a track counts. */
export const topArtists = (db: Database, query: TopQuery): Promise<Page<TopItem>> =>
  topBy(db, query, sql`select unnest(artist_ids) as id, plays, played_ms, last_day from heard`)

/** Most plays first; the one heard last wins a tie. */
async function topBy(
  db: Database,
  { userId, since, limit, offset }: TopQuery,
  items: RawBuilder<unknown>,
): Promise<Page<TopItem>> {
  const { rows } = await sql<{ id: string; plays: number; played_ms: number; total: number }>`
    with days as (
      select track_id, sum(plays) as plays, sum(played_ms) as played_ms, max(day) as last_day
      from listening_day
      where user_id = ${userId} and (${since}::date is null or day >= ${since}::date)
      group by track_id having sum(plays) > 0
    ), heard as (
      select days.*, track.album_id, track.artist_ids
      from days left join track on track.track_id = days.track_id
      where track.removed is not true
    ), items as (${items}), ranked as (
      select id, sum(plays)::bigint as plays, sum(played_ms)::bigint as played_ms,
        max(last_day) as last_day
      from items group by id
    ), counted as (select count(*) as total from ranked), page as (
      select * from ranked order by plays desc, last_day desc, played_ms desc, id
      limit ${limit} offset ${offset}
    )
    select page.id, page.plays, page.played_ms, counted.total
    from counted left join page on true
    order by page.plays desc, page.last_day desc, page.played_ms desc, page.id`.execute(db)
  return {
    total: rows[0]?.total ?? 0,
    items: rows
      .filter((row) => row.id !== null)
      .map(({ id, plays, played_ms }) => ({ id, plays, playedMs: played_ms })),
  }
}

export interface ListeningStats {
  starts: number
  plays: number
  skips: number
  playedMs: number
  tracks: number
  byDay: { day: string; plays: number; playedMs: number }[]
}

/** Sums over all time, and day by day from `since` on. */
export async function listeningStats(
  db: Database,
  userId: string,
  since: string,
): Promise<ListeningStats> {
  const sums = await sql<Omit<ListeningStats, 'byDay'>>`
    select coalesce(sum(starts), 0)::bigint as starts, coalesce(sum(plays), 0)::bigint as plays,
      coalesce(sum(skips), 0)::bigint as skips, coalesce(sum(played_ms), 0)::bigint as "playedMs",
      count(distinct track_id) filter (where plays > 0) as tracks
    from listening_day where user_id = ${userId}`.execute(db)
  const byDay = await sql<ListeningStats['byDay'][number]>`
    select day::text, sum(plays)::bigint as plays, sum(played_ms)::bigint as "playedMs"
    from listening_day where user_id = ${userId} and day >= ${since}::date
    group by day order by day`.execute(db)
  return { ...(sums.rows[0] as Omit<ListeningStats, 'byDay'>), byDay: byDay.rows }
}
