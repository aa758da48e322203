/** The server's tracks as rows for lists and the player. */
import type {
  Album,
  PlaylistItem,
  SimplifiedAlbum,
  SimplifiedTrack,
  Track,
} from '@backbeat/contracts/api/spotify'
import type { TrackRow } from '../player/track.ts'

export function rowOfTrack(track: Track): TrackRow {
  return rowOfAlbumTrack(track, track.album)
}

export function rowOfAlbumTrack(track: SimplifiedTrack, album: SimplifiedAlbum | Album): TrackRow {
  return {
    id: track.id,
    name: track.name,
    artists: track.artists.map(({ id, name }) => ({ id, name })),
    album: { id: album.id, name: album.name, images: album.images },
    durationMs: track.duration_ms,
    trackNumber: track.track_number,
    discNumber: track.disc_number,
    addedAt: track.added_at,
  }
}

/** A place in a playlist; the index keeps apart a track that is in it twice. */
export function rowOfPlaylistItem(item: PlaylistItem, index: number): TrackRow | null {
  if (!item.track) return null
  const row = rowOfTrack(item.track)
  return { ...row, key: `${row.id}:${item.added_at}:${index}`, addedAt: item.added_at }
}
