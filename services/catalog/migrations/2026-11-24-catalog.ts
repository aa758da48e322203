/** Folders, files, tracks, albums, artists, genres and covers. Lists read one index each; see the README. */
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const tables = [
  `create table folders (
    id text primary key,
    path text not null unique,
    added_at timestamptz not null,
    error text
  )`,
  // A path can be longer than an index entry may be, so its MD5 stands in the index.
  `create table files (
    folder_id text not null references folders on delete cascade,
    path text not null,
    path_hash uuid generated always as (md5(path)::uuid) stored,
    fingerprint text not null,
    track_id text,
    failure text,
    primary key (folder_id, path_hash)
  )`,
  `create table artists (
    id text primary key,
    name text not null,
    name_key text not null,
    sort_key text not null,
    mbid text unique,
    genres text[] not null default '{}',
    cover_id text,
    album_count int not null default 0,
    track_count int not null default 0,
    added_at timestamptz not null
  )`,
  `create table albums (
    id text primary key,
    key text not null unique,
    name_key text not null,
    name text not null,
    sort_key text not null,
    type text not null,
    artists jsonb not null,
    artist_sort_key text not null,
    release_date text,
    genres text[] not null default '{}',
    label text,
    mbid text,
    cover_id text,
    track_count int not null default 0,
    duration_ms bigint not null default 0,
    random_key double precision not null default random(),
    added_at timestamptz not null
  )`,
  `create table album_artists (
    album_id text not null,
    artist_id text not null,
    guest boolean not null,
    primary key (artist_id, album_id)
  )`,
  `create table tracks (
    id text primary key,
    album_id text not null,
    name text not null,
    sort_key text not null,
    artists jsonb not null,
    artist_sort_key text not null,
    album_sort_key text not null,
    disc_number int not null,
    track_number int not null,
    duration_ms bigint not null,
    isrc text,
    recording_mbid text,
    match_key text not null,
    genres text[] not null default '{}',
    tags jsonb not null,
    cover_id text,
    has_lyrics boolean not null,
    replay_gain_track_db real,
    replay_gain_album_db real,
    folder_id text not null,
    path text not null,
    audio_hash text not null,
    codec text not null,
    container text not null,
    bitrate_kbps int not null,
    sample_rate_hz int not null,
    bits_per_sample int,
    channels int not null,
    bytes bigint not null,
    random_key double precision not null default random(),
    added_at timestamptz not null,
    absent_since timestamptz
  )`,
  `create table track_artists (
    track_id text not null,
    artist_id text not null,
    position int not null,
    primary key (artist_id, track_id)
  )`,
  `create table lyrics (
    track_id text primary key,
    text text not null,
    lines jsonb not null
  )`,
  `create table genres (
    key text primary key,
    name text not null,
    track_count int not null default 0,
    album_count int not null default 0
  )`,
  `create table covers (
    id text primary key,
    folder_id text not null,
    path text not null,
    embedded boolean not null,
    state text not null default 'pending'
  )`,
]

const indexes = [
  'create index files_track on files (track_id)',
  'create index files_failed on files (folder_id) where failure is not null',
  'create index artists_name_key on artists (name_key)',
  'create index artists_sort on artists (sort_key, id) where track_count > 0 or album_count > 0',
  'create index albums_title on albums (sort_key, id) where track_count > 0',
  'create index albums_added on albums (added_at desc, id) where track_count > 0',
  'create index albums_released on albums (release_date desc nulls last, id) where track_count > 0',
  'create index albums_random on albums (random_key, id) where track_count > 0',
  'create index albums_genres on albums using gin (genres)',
  'create index albums_cover on albums (cover_id)',
  'create index album_artists_album on album_artists (album_id)',
  'create index tracks_album on tracks (album_id, disc_number, track_number)',
  'create index tracks_title on tracks (sort_key, id) where absent_since is null',
  `create index tracks_artist on tracks (artist_sort_key, album_sort_key, disc_number, track_number, id)
    where absent_since is null`,
  `create index tracks_album_title on tracks (album_sort_key, album_id, disc_number, track_number, id)
    where absent_since is null`,
  'create index tracks_added on tracks (added_at desc, id) where absent_since is null',
  'create index tracks_random on tracks (random_key, id) where absent_since is null',
  'create index tracks_genres on tracks using gin (genres)',
  'create index tracks_audio_hash on tracks (audio_hash)',
  'create index tracks_recording on tracks (recording_mbid) where recording_mbid is not null',
  'create index tracks_isrc on tracks (isrc) where isrc is not null',
  'create index tracks_match on tracks (match_key)',
  'create index track_artists_track on track_artists (track_id)',
  "create index covers_pending on covers (id) where state = 'pending'",
]

export const catalogTables: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...tables, ...indexes]) await sql.raw(statement).execute(db)
  },
}
