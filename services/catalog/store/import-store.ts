/** What an import reads and writes, but for albums and artists (`rollup-store.ts`). */
import { sql } from 'kysely'
import { assignExcluded, columnList, recordset } from './rows.ts'
import type { CatalogDb, CatalogTables, CatalogTrx, TrackRow } from './tables.ts'

export interface KnownFile {
  path: string
  fingerprint: string
  trackId: string | null
  failure: string | null
}

/** The files of a folder, or of some directories in it, as the last import left them. */
export async function knownFiles(
  db: CatalogDb,
  folderId: string,
  directories: readonly string[] | null,
): Promise<KnownFile[]> {
  const query = db
    .selectFrom('files')
    .select(['path', 'fingerprint', 'track_id as trackId', 'failure'])
    .where('folder_id', '=', folderId)
  if (!directories) return query.execute()
  return query
    .where(({ or, eb }) =>
      or(directories.map((directory) => eb(sql`starts_with(path, ${directory})`, '=', true))),
    )
    .execute()
}

export interface Signatures {
  hashes: string[]
  recordings: string[]
  isrcs: string[]
  matchKeys: string[]
  previousIds: string[]
}

const candidatesMax = 20_000

/** Tracks that a file with one of these signatures may be. */
export async function candidateTracks(
  db: CatalogDb,
  { hashes, recordings, isrcs, matchKeys, previousIds }: Signatures,
): Promise<TrackRow[]> {
  return db
    .selectFrom('tracks')
    .selectAll()
    .where(({ or, eb }) =>
      or([
        eb('audio_hash', '=', sql<string>`any(${hashes})`),
        eb('recording_mbid', '=', sql<string>`any(${recordings})`),
        eb('isrc', '=', sql<string>`any(${isrcs})`),
        eb('match_key', '=', sql<string>`any(${matchKeys})`),
        eb('id', '=', sql<string>`any(${previousIds})`),
      ]),
    )
    .orderBy('added_at')
    .limit(candidatesMax)
    .execute()
}

export async function trackCount(db: CatalogDb): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*) as count from (select 1 from tracks limit 1) t`.execute(db)
  return rows[0]?.count ?? 0
}

const fileColumns = {
  folder_id: 'text',
  path: 'text',
  fingerprint: 'text',
  track_id: 'text',
  failure: 'text',
}

export async function upsertFiles(
  trx: CatalogTrx,
  rows: readonly Omit<CatalogTables['files'], 'path_hash'>[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into files (${columnList(fileColumns)}) select * from ${recordset(rows, fileColumns)}
    on conflict (folder_id, path_hash) do update set ${assignExcluded(fileColumns, ['folder_id', 'path'])}`.execute(
    trx,
  )
}

export async function deleteFiles(
  trx: CatalogTrx,
  files: readonly { folder_id: string; path: string }[],
): Promise<void> {
  if (files.length === 0) return
  const columns = { folder_id: 'text', path: 'text' }
  await sql`delete from files f using ${recordset(files, columns)}
    where f.folder_id = r.folder_id and f.path_hash = md5(r.path)::uuid`.execute(trx)
}

export type NewTrackRow = Omit<TrackRow, 'random_key' | 'added_at' | 'absent_since'>

const trackColumns: Record<keyof NewTrackRow, string> = {
  id: 'text',
  album_id: 'text',
  name: 'text',
  sort_key: 'text',
  artists: 'jsonb',
  artist_sort_key: 'text',
  album_sort_key: 'text',
  disc_number: 'int',
  track_number: 'int',
  duration_ms: 'bigint',
  isrc: 'text',
  recording_mbid: 'text',
  match_key: 'text',
  genres: 'text[]',
  tags: 'jsonb',
  cover_id: 'text',
  has_lyrics: 'boolean',
  replay_gain_track_db: 'real',
  replay_gain_album_db: 'real',
  folder_id: 'text',
  path: 'text',
  audio_hash: 'text',
  codec: 'text',
  container: 'text',
  bitrate_kbps: 'int',
  sample_rate_hz: 'int',
  bits_per_sample: 'int',
  channels: 'int',
  bytes: 'bigint',
}

/** New tracks get `now` as the time they were added; known ones keep theirs, and are present again. */
export async function upsertTracks(
  trx: CatalogTrx,
  rows: readonly NewTrackRow[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map((row) => row.id)
  await sql`insert into tracks (${columnList(trackColumns)}, added_at)
    select r.*, ${now}::timestamptz from ${recordset(rows, trackColumns)}
    on conflict (id) do update set ${assignExcluded(trackColumns, ['id'])}, absent_since = null`.execute(
    trx,
  )
  const credits = rows.flatMap((row) =>
    row.artists.map(({ id }, position) => ({ track_id: row.id, artist_id: id, position })),
  )
  const columns = { track_id: 'text', artist_id: 'text', position: 'int' }
  await trx.deleteFrom('track_artists').where('track_id', '=', sql<string>`any(${ids})`).execute()
  await sql`insert into track_artists (track_id, artist_id, position)
    select track_id, artist_id, position from ${recordset(credits, columns)}
    on conflict do nothing`.execute(trx)
}

export async function replaceLyrics(
  trx: CatalogTrx,
  trackIds: readonly string[],
  rows: readonly CatalogTables['lyrics'][],
): Promise<void> {
  await trx.deleteFrom('lyrics').where('track_id', '=', sql<string>`any(${trackIds})`).execute()
  if (rows.length === 0) return
  const columns = { track_id: 'text', text: 'text', lines: 'jsonb' }
  await sql`insert into lyrics select * from ${recordset(rows, columns)}`.execute(trx)
}

export async function upsertCovers(
  trx: CatalogTrx,
  rows: readonly Omit<CatalogTables['covers'], 'state'>[],
): Promise<void> {
  if (rows.length === 0) return
  const columns = { id: 'text', folder_id: 'text', path: 'text', embedded: 'boolean' }
  await sql`insert into covers (${columnList(columns)}) select * from ${recordset(rows, columns)}
    on conflict (id) do update set ${assignExcluded(columns, ['id'])} where covers.state = 'pending'`.execute(
    trx,
  )
}

/** Marks tracks as absent; returns those that were present. */
export async function markAbsent(
  trx: CatalogTrx,
  ids: readonly string[],
  now: Date,
): Promise<{ id: string; album_id: string; artists: { id: string }[] }[]> {
  return trx
    .updateTable('tracks')
    .set({ absent_since: now })
    .where('id', '=', sql<string>`any(${ids})`)
    .where('absent_since', 'is', null)
    .returning(['id', 'album_id', 'artists'])
    .execute()
}

/** The spelling by which each genre is known; new ones are added. Keys are lower case. */
export async function genreNames(
  trx: CatalogTrx,
  names: readonly string[],
): Promise<Map<string, string>> {
  const rows = [...new Map(names.map((name) => [name.toLowerCase(), name]))].map(([key, name]) => ({
    key,
    name,
  }))
  if (rows.length === 0) return new Map()
  const columns = { key: 'text', name: 'text' }
  await sql`insert into genres (key, name) select key, name from ${recordset(rows, columns)}
    order by key on conflict do nothing`.execute(trx)
  const known = await trx
    .selectFrom('genres')
    .select(['key', 'name'])
    .where('key', '=', sql<string>`any(${rows.map((row) => row.key)})`)
    .execute()
  return new Map(known.map(({ key, name }) => [key, name]))
}

/** Counts genres anew; run once after an import. */
export async function countGenres(db: CatalogDb): Promise<void> {
  await sql`update genres g set track_count = coalesce(t.n, 0), album_count = coalesce(t.albums, 0)
    from genres k left join (
      select genre, count(*) as n, count(distinct album_id) as albums
      from tracks, unnest(genres) as genre where absent_since is null group by genre
    ) t on t.genre = k.name
    where g.key = k.key`.execute(db)
}

/** Tells the planner of what an import brought, long before PostgreSQL would look by itself. */
export async function refreshStatistics(db: CatalogDb): Promise<void> {
  await sql`analyze files, tracks, albums, artists`.execute(db)
}
