/** The catalog's tables as Kysely sees them; the migrations make them. */
import type { ArtistRef, CatalogAlbum } from '@backbeat/contracts/api/catalog'
import type { Generated, Kysely, Selectable, Transaction } from 'kysely'

export interface CatalogTables {
  folders: { id: string; path: string; added_at: Date; error: string | null }
  files: {
    folder_id: string
    path: string
    path_hash: Generated<string>
    fingerprint: string
    track_id: string | null
    failure: string | null
  }
  artists: {
    id: string
    name: string
    name_key: string
    sort_key: string
    mbid: string | null
    genres: string[]
    cover_id: string | null
    album_count: number
    track_count: number
    added_at: Date
  }
  albums: {
    id: string
    key: string
    name_key: string
    name: string
    sort_key: string
    type: CatalogAlbum['type']
    artists: ArtistRef[]
    artist_sort_key: string
    release_date: string | null
    genres: string[]
    label: string | null
    mbid: string | null
    cover_id: string | null
    track_count: number
    duration_ms: number
    random_key: Generated<number>
    added_at: Date
  }
  album_artists: { album_id: string; artist_id: string; guest: boolean }
  tracks: TrackTable
  track_artists: { track_id: string; artist_id: string; position: number }
  lyrics: { track_id: string; text: string; lines: { timeMs: number; text: string }[] }
  genres: { key: string; name: string; track_count: number; album_count: number }
  covers: {
    id: string
    folder_id: string
    path: string
    embedded: boolean
    state: 'pending' | 'made' | 'broken'
  }
}

interface TrackTable {
  id: string
  album_id: string
  name: string
  sort_key: string
  artists: ArtistRef[]
  artist_sort_key: string
  album_sort_key: string
  disc_number: number
  track_number: number
  duration_ms: number
  isrc: string | null
  recording_mbid: string | null
  match_key: string
  genres: string[]
  /** What an album takes from its tracks: see `AlbumTags`. */
  tags: unknown
  cover_id: string | null
  has_lyrics: boolean
  replay_gain_track_db: number | null
  replay_gain_album_db: number | null
  folder_id: string
  path: string
  audio_hash: string
  codec: string
  container: string
  bitrate_kbps: number
  sample_rate_hz: number
  bits_per_sample: number | null
  channels: number
  bytes: number
  random_key: Generated<number>
  added_at: Date
  absent_since: Date | null
}

export type TrackRow = Selectable<TrackTable>

export type CatalogDb = Kysely<CatalogTables>
export type CatalogTrx = Transaction<CatalogTables>
