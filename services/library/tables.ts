/** The tables of this service's schema. */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

type Timestamp = ColumnType<Date, Date | undefined, Date>

export interface SavedItemsTable {
  user_id: string
  kind: string
  item_id: string
  saved_at: Timestamp
  /** Order of saving: newest first is highest first. */
  seq: GeneratedAlways<number>
  /** The track's file is gone; it comes back with the file. */
  missing: Generated<boolean>
  /** When that was last said; an older event changes nothing. */
  availability_at: Date | null
}

export interface PlaylistsTable {
  id: string
  owner_id: string
  name: string
  description: string | null
  public: boolean
  collaborative: boolean
  snapshot_id: string
  item_count: number
  seq: GeneratedAlways<number>
  created_at: Timestamp
  updated_at: Timestamp
  deleted_at: Date | null
}

export interface PlaylistItemsTable {
  item: GeneratedAlways<number>
  playlist_id: string
  /** Order within the playlist, with gaps. */
  rank: number
  track_id: string
  added_by: string
  added_at: Timestamp
}

export interface PlaylistFollowersTable {
  playlist_id: string
  user_id: string
  seq: GeneratedAlways<number>
  followed_at: Timestamp
}

export interface LibraryTables {
  saved_items: SavedItemsTable
  playlists: PlaylistsTable
  playlist_items: PlaylistItemsTable
  playlist_followers: PlaylistFollowersTable
}
