/**
 * SQL that keeps the search tables in step with events. Events of different kinds come in any order, so each row knows
 * when it last changed and older news is ignored; what was removed stays as a note.
 */
import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: all of it is raw SQL
type Trx = Kysely<any>

export interface Findable {
  id: string
  nameKey: string
  words: readonly string[]
  changedAt: number
}

export interface FindableTrack extends Findable {
  albumId: string
  artistIds: readonly string[]
}

export interface FindablePlaylist extends Findable {
  ownerId: string
  public: boolean
  /** Gone, but may come back. */
  deleted: boolean
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)

/**
 * Batches wait for each other until the transaction ends: one that adds to an album and one that removes what seems
 * to be its last track must not miss each other.
 */
export const lockProjection = (trx: Trx): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtext('backbeat.search.projection'))`.execute(trx)

/** Columns that all kinds have, as arrays for `unnest`. */
const columns = (rows: readonly Findable[]) => sql`unnest(
  ${rows.map(({ id }) => id)}::text[],
  ${rows.map(({ nameKey }) => nameKey)}::text[],
  ${rows.map(({ words }) => words.join(' '))}::text[],
  ${rows.map(({ changedAt }) => changedAt)}::bigint[]
) as row (id, name_key, words, changed_at)`

export interface PutTracks {
  /** Ids of those that were news. */
  accepted: Set<string>
  /** Albums and artists that lost a track by it. */
  left: Left
}

export interface Left {
  albumIds: string[]
  artistIds: string[]
}

export async function putTracks(trx: Trx, tracks: readonly FindableTrack[]): Promise<PutTracks> {
  const rows = [...tracks].sort(byId)
  const ids = rows.map(({ id }) => id)
  const before = await sql<{ id: string; album_id: string; artist_ids: string[] }>`
    select id, album_id, artist_ids from tracks where id = any(${ids}::text[]) for update`.execute(
    trx,
  )
  const put = await sql<{ id: string }>`
    insert into tracks (id, name_key, words, changed_at, album_id, artist_ids)
    select row.id, row.name_key, array_to_tsvector(string_to_array(row.words, ' ')),
      row.changed_at, row.album_id, string_to_array(row.artist_ids, ' ')
    from unnest(
      ${ids}::text[],
      ${rows.map(({ nameKey }) => nameKey)}::text[],
      ${rows.map(({ words }) => words.join(' '))}::text[],
      ${rows.map(({ changedAt }) => changedAt)}::bigint[],
      ${rows.map(({ albumId }) => albumId)}::text[],
      ${rows.map(({ artistIds }) => artistIds.join(' '))}::text[]
    ) as row (id, name_key, words, changed_at, album_id, artist_ids)
    on conflict (id) do update set name_key = excluded.name_key, words = excluded.words,
      changed_at = excluded.changed_at, album_id = excluded.album_id,
      artist_ids = excluded.artist_ids
    where excluded.changed_at >= tracks.changed_at
    returning id`.execute(trx)
  const accepted = new Set(put.rows.map(({ id }) => id))
  const changed = before.rows.filter(({ id }) => accepted.has(id))
  return {
    accepted,
    left: {
      albumIds: changed.map((row) => row.album_id),
      artistIds: changed.flatMap((row) => row.artist_ids),
    },
  }
}

/** Artists or albums; rows that say what is known already are left alone. */
export async function putNamed(
  trx: Trx,
  table: 'artists' | 'albums',
  named: readonly Findable[],
): Promise<void> {
  if (named.length === 0) return
  const target = sql.table(table)
  await sql`
    insert into ${target} (id, name_key, words, changed_at)
    select row.id, row.name_key, array_to_tsvector(string_to_array(row.words, ' ')), row.changed_at
    from ${columns([...named].sort(byId))}
    on conflict (id) do update set name_key = excluded.name_key, words = excluded.words,
      changed_at = excluded.changed_at
    where excluded.changed_at >= ${target}.changed_at
      and (excluded.name_key, excluded.words) is distinct from
        (${target}.name_key, ${target}.words)`.execute(trx)
}

export interface Removal {
  id: string
  albumId: string
  artistIds: readonly string[]
  changedAt: number
}

/** Leaves notes in place of the tracks; whose albums and artists may be empty now. */
export async function removeTracks(trx: Trx, removals: readonly Removal[]): Promise<Left> {
  const rows = [...removals].sort(byId)
  await sql`
    insert into tracks (id, name_key, words, changed_at, album_id, artist_ids)
    select row.id, null, '', row.changed_at, '', '{}'
    from unnest(
      ${rows.map(({ id }) => id)}::text[],
      ${rows.map(({ changedAt }) => changedAt)}::bigint[]
    ) as row (id, changed_at)
    on conflict (id) do update set name_key = null, words = '', changed_at = excluded.changed_at,
      album_id = '', artist_ids = '{}'
    where excluded.changed_at > tracks.changed_at`.execute(trx)
  return {
    albumIds: rows.map(({ albumId }) => albumId),
    artistIds: rows.flatMap(({ artistIds }) => artistIds),
  }
}

/** Deletes those of these albums and artists that no track belongs to; reads all tracks, once a batch. */
export async function removeEmpty(trx: Trx, left: Left): Promise<void> {
  const albumIds = [...new Set(left.albumIds)]
  if (albumIds.length > 0) {
    await sql`
      delete from albums where id = any(${albumIds}::text[])
        and not exists (select from tracks where tracks.album_id = albums.id)`.execute(trx)
  }
  const artistIds = [...new Set(left.artistIds)]
  if (artistIds.length > 0) {
    await sql`
      delete from artists where id = any(${artistIds}::text[])
        and not exists (
          select from tracks cross join unnest(tracks.artist_ids) as of_track (id)
          where of_track.id = artists.id
        )`.execute(trx)
  }
}

export async function putPlaylists(
  trx: Trx,
  playlists: readonly FindablePlaylist[],
): Promise<void> {
  const rows = [...playlists].sort(byId)
  await sql`
    insert into playlists (id, name_key, words, changed_at, owner_id, public)
    select row.id, nullif(row.name_key, ''), array_to_tsvector(string_to_array(row.words, ' ')),
      row.changed_at, row.owner_id, row.public
    from unnest(
      ${rows.map(({ id }) => id)}::text[],
      ${rows.map((row) => (row.deleted ? '' : row.nameKey))}::text[],
      ${rows.map((row) => (row.deleted ? '' : row.words.join(' ')))}::text[],
      ${rows.map(({ changedAt }) => changedAt)}::bigint[],
      ${rows.map(({ ownerId }) => ownerId)}::text[],
      ${rows.map((row) => row.public)}::boolean[]
    ) as row (id, name_key, words, changed_at, owner_id, public)
    on conflict (id) do update set name_key = excluded.name_key, words = excluded.words,
      changed_at = excluded.changed_at, owner_id = excluded.owner_id, public = excluded.public
    where excluded.changed_at >= playlists.changed_at`.execute(trx)
}

/** Words that typing errors are corrected to; they stay when nothing uses them any more. */
export async function putVocabulary(trx: Trx, words: ReadonlySet<string>): Promise<void> {
  await sql`
    insert into vocabulary (word) select unnest(${[...words].sort()}::text[])
    on conflict do nothing`.execute(trx)
}
