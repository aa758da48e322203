/**
 * The library service's answers, read by the gateway and by nobody else outside. Everything is of the caller, who comes
 * in headers; a playlist that the caller may not see is as if it did not exist.
 */

/** `GET /saved/{kind}?offset&limit` (newest first), `?after=id` for what was saved before that one. */
export const savedKinds = ['track', 'album', 'artist'] as const
export type SavedKind = (typeof savedKinds)[number]

export interface SavedPage {
  items: { id: string; savedAt: string }[]
  total: number
}

export interface LibraryPlaylist {
  id: string
  ownerId: string
  name: string
  description: string | null
  public: boolean
  collaborative: boolean
  snapshotId: string
  itemCount: number
  followerCount: number
  createdAt: string
  updatedAt: string
  /** Set while it can be restored. */
  deletedAt: string | null
  /** Its first tracks, at most four: for its picture. */
  leadTrackIds: string[]
}

export interface PlaylistPage {
  items: LibraryPlaylist[]
  total: number
}

/** `GET /playlists/{id}/items?offset&limit` */
export interface PlaylistItemsPage {
  items: { trackId: string; addedAt: string; addedBy: string }[]
  total: number
}
