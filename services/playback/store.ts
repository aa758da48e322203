/** All SQL that changes the history: plays, sums per day, tracks. */
import { type Kysely, sql } from 'kysely'

export type Database = Kysely<HistoryTables>
export interface HistoryTables {
  play: unknown
  listening_day: unknown
  track: unknown
}

export interface Play {
  eventId: string
  userId: string
  trackId: string
  playedAt: number
  playedMs: number
  context: string | null
  heard: boolean
}

/** What to add to the sums of a listener's day with a track. */
export interface DaySum {
  userId: string
  day: string
  trackId: string
  starts: number
  plays: number
  skips: number
  playedMs: number
}

export interface Track {
  trackId: string
  albumId: string | null
  artistIds: string[]
  durationMs: number | null
  removed: boolean
  changedAt: number
}

/** The ids of plays that were not there yet. One JSON text a batch: `pg` writes arrays far more slowly. */
export async function insertPlays(trx: Database, plays: readonly Play[]): Promise<Set<string>> {
  const { rows } = await sql<{ event_id: string }>`
    insert into play (event_id, user_id, track_id, played_at, played_ms, context, heard)
    select "eventId", "userId", "trackId", "playedAt", "playedMs", context, heard
    from json_to_recordset(${JSON.stringify(plays)}::json) as new ("eventId" uuid, "userId" text,
      "trackId" text, "playedAt" bigint, "playedMs" bigint, context text, heard boolean)
    on conflict (event_id) do nothing
    returning event_id`.execute(trx)
  return new Set(rows.map((row) => row.event_id))
}

/** In order of the key, so that transactions that add to the same rows wait and never deadlock. */
export async function addToDays(trx: Database, sums: readonly DaySum[]): Promise<void> {
  if (sums.length === 0) return
  await sql`
    insert into listening_day (user_id, day, track_id, starts, plays, skips, played_ms)
    select "userId", day, "trackId", starts, plays, skips, "playedMs"
    from json_to_recordset(${JSON.stringify(sums)}::json) as more ("userId" text, day date,
      "trackId" text, starts int, plays int, skips int, "playedMs" bigint)
    order by 1, 2, 3
    on conflict (user_id, day, track_id) do update set
      starts = listening_day.starts + excluded.starts,
      plays = listening_day.plays + excluded.plays,
      skips = listening_day.skips + excluded.skips,
      played_ms = listening_day.played_ms + excluded.played_ms`.execute(trx)
}

/**
 * The lengths of these tracks. Rows are made if absent and locked: an import of such a track waits for the caller's
 * transaction and then sees its plays, or was before it and is seen here.
 */
export async function lockDurations(
  trx: Database,
  trackIds: readonly string[],
): Promise<Map<string, number | null>> {
  await sql`
    insert into track (track_id) select id from unnest(${[...trackIds]}::text[]) as ids (id)
    order by id on conflict do nothing`.execute(trx)
  const { rows } = await sql<{ track_id: string; duration_ms: number | null }>`
    select track_id, duration_ms from track where track_id = any(${[...trackIds]}::text[])
    order by track_id for share`.execute(trx)
  return new Map(rows.map((row) => [row.track_id, row.duration_ms]))
}

/** Keeps the latest state of each track: imports and removals come by different topics, in any order. */
export async function upsertTracks(trx: Database, tracks: readonly Track[]): Promise<void> {
  const rows = tracks.map((track) => ({
    track_id: track.trackId,
    album_id: track.albumId,
    artist_ids: track.artistIds,
    duration_ms: track.durationMs,
    removed: track.removed,
    changed_at: track.changedAt,
  }))
  await sql`
    insert into track (track_id, album_id, artist_ids, duration_ms, removed, changed_at)
    select track_id, album_id, artist_ids, duration_ms, removed, changed_at
    from json_to_recordset(${JSON.stringify(rows)}::json) as t (track_id text, album_id text,
      artist_ids text[], duration_ms bigint, removed boolean, changed_at bigint)
    order by track_id
    on conflict (track_id) do update set
      album_id = excluded.album_id, artist_ids = excluded.artist_ids,
      duration_ms = coalesce(excluded.duration_ms, track.duration_ms),
      removed = excluded.removed, changed_at = excluded.changed_at
    where excluded.changed_at >= track.changed_at`.execute(trx)
}

/** Plays that count now that their track's length is known, marked and added to their days. */
export async function decidePlays(trx: Database, trackIds: readonly string[]): Promise<void> {
  await sql`
    with decided as (
      update play set heard = true from track
      where play.track_id = any(${[...trackIds]}::text[]) and not play.heard
        and track.track_id = play.track_id
        and play.played_ms > 0 and play.played_ms * 2 >= track.duration_ms
      returning play.user_id, play.track_id, play.played_at
    ), sums as (
      select user_id, (to_timestamp(played_at / 1000.0) at time zone 'UTC')::date as day,
        track_id, count(*) as plays
      from decided group by 1, 2, 3 order by 1, 2, 3
    )
    update listening_day set plays = listening_day.plays + sums.plays from sums
    where listening_day.user_id = sums.user_id and listening_day.day = sums.day
      and listening_day.track_id = sums.track_id`.execute(trx)
}
