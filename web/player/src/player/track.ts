/** A track as lists and the player show it, whatever answer it came from. */

export interface Image {
  url: string
  width: number | null
  height: number | null
}

export interface NamedRef {
  id: string
  name: string
}

export interface TrackRow {
  id: string
  name: string
  artists: NamedRef[]
  album: NamedRef & { images: Image[] }
  durationMs: number
  trackNumber?: number
  discNumber?: number
  /** Tells rows apart where a list holds a track twice (playlists, the queue); the id if absent. */
  key?: string
  /** ISO 8601: when it was added to the list or the library. */
  addedAt?: string
  /** How often it was played, where the list is about that. */
  plays?: number
}

/** What music is played from: an album, a playlist, an artist … */
export interface PlayContext {
  /** `backbeat:album:<id>`, `backbeat:playlist:<id>`, `backbeat:liked` … */
  uri: string
  name: string
}

export const rowKey = (track: TrackRow): string => track.key ?? track.id
