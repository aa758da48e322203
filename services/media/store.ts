/** All SQL of media. A row of `sources` is one source's place in the queue; its `pending` levels are made one by one. */
import { type Generated, type Kysely, type Selectable, sql } from 'kysely'
import type { MadeLevel } from './quality-ladder.ts'

export interface TrackRow {
  track_id: string
  source_hash: string
  source_key: string
  codec: string
  container: string
  bitrate_kbps: number
  sample_rate_hz: number
  duration_ms: number
  bytes: number
  /** Time of the event it comes from: imports and removals are different topics, so they can arrive in any order. */
  changed_ms: number
  /** Its file is gone; the row stays, so that a late import does not bring it back. */
  removed: boolean
}

interface RenditionRow {
  source_hash: string
  level: MadeLevel
  object_key: string
  bitrate_kbps: number
  bytes: number
  made_at: Generated<Date>
}

interface SourceRow {
  source_hash: string
  position: Generated<number>
  pending: MadeLevel[]
  requested_at: Date | null
  attempts: Generated<number>
  retry_at: Date | null
  lease_holder: string | null
  leased_until: Date | null
  orphaned_at: Date | null
}

interface FailureRow {
  source_hash: string
  level: MadeLevel
  reason: string
  failed_at: Generated<Date>
}

export interface MediaTables {
  tracks: TrackRow
  sources: SourceRow
  renditions: RenditionRow
  failures: FailureRow
}

export type Rendition = Selectable<RenditionRow>
export type Db = Kysely<MediaTables>

export interface Claim {
  sourceHash: string
  level: MadeLevel
  attempts: number
}

const leaseSeconds = 60

/** Writes tracks down where they are newer than what is known. */
export async function upsertTracks(trx: Db, tracks: readonly TrackRow[]): Promise<void> {
  if (tracks.length === 0) return
  await sql`
    insert into tracks
    select * from json_populate_recordset(null::tracks, ${JSON.stringify(tracks)})
    on conflict (track_id) do update set
      source_hash = excluded.source_hash, source_key = excluded.source_key,
      codec = excluded.codec, container = excluded.container,
      bitrate_kbps = excluded.bitrate_kbps, sample_rate_hz = excluded.sample_rate_hz,
      duration_ms = excluded.duration_ms, bytes = excluded.bytes,
      changed_ms = excluded.changed_ms, removed = false
      where tracks.changed_ms <= excluded.changed_ms`.execute(trx)
}

/** Sources not seen before join the queue. */
export async function enqueue(
  trx: Db,
  sources: readonly { source_hash: string; pending: readonly MadeLevel[] }[],
): Promise<void> {
  if (sources.length === 0) return
  await sql`
    insert into sources (source_hash, pending)
    select source_hash, pending
    from json_to_recordset(${JSON.stringify(sources)}) as s(source_hash text, pending text[])
    on conflict (source_hash) do update set orphaned_at = null
      where sources.orphaned_at is not null`.execute(trx)
}

export async function removeTracks(
  trx: Db,
  removals: readonly { track_id: string; changed_ms: number }[],
): Promise<void> {
  if (removals.length === 0) return
  const nothing = { source_hash: '', source_key: '', codec: '', container: '' }
  const zero = { bitrate_kbps: 0, sample_rate_hz: 0, duration_ms: 0, bytes: 0, removed: true }
  const rows = removals.map((removal) => ({ ...nothing, ...zero, ...removal }))
  await sql`
    insert into tracks
    select * from json_populate_recordset(null::tracks, ${JSON.stringify(rows)})
    on conflict (track_id) do update set removed = true, changed_ms = excluded.changed_ms
      where tracks.changed_ms <= excluded.changed_ms`.execute(trx)
}

/** Notes which of these sources no track has any more. */
export async function markOrphans(trx: Db, sourceHashes: readonly string[]): Promise<void> {
  if (sourceHashes.length === 0) return
  await sql`
    update sources set orphaned_at = now()
    where source_hash = any(${sourceHashes}) and orphaned_at is null
      and not exists (
        select from tracks t where t.source_hash = sources.source_hash and not t.removed
      )
  `.execute(trx)
}

export async function sourceHashesOf(trx: Db, trackIds: readonly string[]): Promise<string[]> {
  if (trackIds.length === 0) return []
  const rows = await trx
    .selectFrom('tracks')
    .select('source_hash')
    .distinct()
    .where('track_id', 'in', trackIds)
    .execute()
  return rows.map((row) => row.source_hash)
}

export const findTrack = (db: Db, trackId: string): Promise<TrackRow | undefined> =>
  db
    .selectFrom('tracks')
    .selectAll()
    .where('track_id', '=', trackId)
    .where('removed', '=', false)
    .executeTakeFirst()

export const findTrackOfSource = (db: Db, sourceHash: string): Promise<TrackRow | undefined> =>
  db
    .selectFrom('tracks')
    .selectAll()
    .where('source_hash', '=', sourceHash)
    .where('removed', '=', false)
    .limit(1)
    .executeTakeFirst()

export const findRenditions = (db: Db, sourceHash: string): Promise<Rendition[]> =>
  db.selectFrom('renditions').selectAll().where('source_hash', '=', sourceHash).execute()

export async function findPending(db: Db, sourceHash: string): Promise<MadeLevel[]> {
  const row = await db
    .selectFrom('sources')
    .select('pending')
    .where('source_hash', '=', sourceHash)
    .executeTakeFirst()
  return row?.pending ?? []
}

/** Moves the sources of these tracks to the front, the first of them foremost; returns how many waited. */
export async function prioritize(db: Db, trackIds: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`
    update sources
    set requested_at = now() - wanted.place * interval '1 millisecond', retry_at = null
    from (
      select t.source_hash, min(w.place) as place
      from unnest(${trackIds}::text[]) with ordinality as w(track_id, place)
      join tracks t on t.track_id = w.track_id and not t.removed
      group by t.source_hash
    ) wanted
    where sources.source_hash = wanted.source_hash and cardinality(pending) > 0
  `.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Takes the foremost source and holds it for a minute; `renewLease` prolongs. Null when nothing waits. */
export async function claim(
  db: Db,
  holder: string,
  options: { requestedOnly: boolean },
): Promise<Claim | null> {
  const { rows } = await sql<{ source_hash: string; level: MadeLevel; attempts: number }>`
    update sources set lease_holder = ${holder},
      leased_until = now() + ${leaseSeconds} * interval '1 second'
    where source_hash = (
      select source_hash from sources
      where cardinality(pending) > 0 and orphaned_at is null
        and (leased_until is null or leased_until < now())
        and (retry_at is null or retry_at <= now())
        and (requested_at is not null or not ${options.requestedOnly})
      order by requested_at desc nulls last, cardinality(pending) desc, position
      limit 1 for update skip locked
    )
    returning source_hash, pending[1] as level, attempts`.execute(db)
  const row = rows[0]
  return row ? { sourceHash: row.source_hash, level: row.level, attempts: row.attempts } : null
}

export async function renewLease(db: Db, holder: string, sourceHash: string): Promise<void> {
  await sql`
    update sources set leased_until = now() + ${leaseSeconds} * interval '1 second'
    where source_hash = ${sourceHash} and lease_holder = ${holder}`.execute(db)
}

/** Takes the level off the queue and frees the source; other levels stay pending. */
async function settle(trx: Db, { sourceHash, level }: Claim): Promise<void> {
  await sql`
    update sources set pending = array_remove(pending, ${level}), attempts = 0,
      retry_at = null, leased_until = null, lease_holder = null
    where source_hash = ${sourceHash}`.execute(trx)
}

export async function recordRendition(
  db: Db,
  claimed: Claim,
  row: Omit<RenditionRow, 'made_at' | 'source_hash' | 'level'>,
): Promise<void> {
  const values = { ...row, source_hash: claimed.sourceHash, level: claimed.level }
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('renditions')
      .values(values)
      .onConflict((on) => on.columns(['source_hash', 'level']).doUpdateSet(row))
      .execute()
    await trx
      .deleteFrom('failures')
      .where('source_hash', '=', claimed.sourceHash)
      .where('level', '=', claimed.level)
      .execute()
    await settle(trx, claimed)
  })
}

/** Puts the source back; its next attempt comes after the pause. */
export async function retryLater(db: Db, claimed: Claim, pauseSeconds: number): Promise<void> {
  await sql`
    update sources set attempts = attempts + 1, leased_until = null, lease_holder = null,
      retry_at = now() + ${pauseSeconds} * interval '1 second'
    where source_hash = ${claimed.sourceHash}`.execute(db)
}

/** Puts the source back as it was. */
export async function release(db: Db, claimed: Claim): Promise<void> {
  await sql`update sources set leased_until = null, lease_holder = null
    where source_hash = ${claimed.sourceHash}`.execute(db)
}

export async function recordFailure(db: Db, claimed: Claim, reason: string): Promise<void> {
  const row = { source_hash: claimed.sourceHash, level: claimed.level, reason }
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('failures')
      .values(row)
      .onConflict((on) => on.columns(['source_hash', 'level']).doUpdateSet({ reason }))
      .execute()
    await settle(trx, claimed)
  })
}

/** Sources without a track for more than a day, with what was made of them. */
export async function findOrphans(db: Db, limit: number): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ source_hash: string; keys: string[] }>`
    select s.source_hash,
      coalesce(array_agg(r.object_key) filter (where r.object_key is not null), '{}') as keys
    from sources s left join renditions r using (source_hash)
    where s.orphaned_at < now() - interval '1 day'
    group by s.source_hash limit ${limit}`.execute(db)
  return new Map(rows.map((row) => [row.source_hash, row.keys]))
}

export async function deleteSource(db: Db, sourceHash: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const table of ['renditions', 'failures', 'sources'] as const) {
      await trx.deleteFrom(table).where('source_hash', '=', sourceHash).execute()
    }
  })
}

export interface QueueCounts {
  waiting: number
  requested: number
  running: number
  made: number
  failed: number
}

export async function countQueue(db: Db): Promise<QueueCounts> {
  const { rows } = await sql<QueueCounts>`
    select coalesce(sum(cardinality(pending)), 0)::integer as waiting,
      coalesce(sum(cardinality(pending)) filter (where requested_at is not null), 0)::integer
        as requested,
      (count(*) filter (where leased_until > now()))::integer as running,
      (select count(*) from renditions)::integer as made,
      (select count(*) from failures)::integer as failed
    from sources where cardinality(pending) > 0 and orphaned_at is null`.execute(db)
  return rows[0] as QueueCounts
}

export async function listFailures(db: Db, limit: number) {
  return db
    .selectFrom('failures')
    .leftJoin('tracks', (join) =>
      join
        .onRef('tracks.source_hash', '=', 'failures.source_hash')
        .on('tracks.removed', '=', false),
    )
    .select(['tracks.track_id', 'failures.level', 'failures.reason', 'failures.failed_at'])
    .orderBy('failures.failed_at', 'desc')
    .limit(limit)
    .execute()
}
