/** The server's tracks as rows for lists and the player. */
import type {
  Album,
  PlaylistItem,
  SimplifiedAlbum,
  SimplifiedTrack,
  Track,
} from '@backbeat/contracts/api/spotify'
import type { TrackRow } from '../player/track.ts'
import { words } from './strings.ts'

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

/**
 * Rows of a playlist with keys that survive moves: track and time of adding, and a count where both are the same. A track
 * that left the catalog keeps its place without an id, so that positions stay those of the server.
 */
export function rowsOfPlaylist(items: PlaylistItem[]): TrackRow[] {
  const seen = new Map<string, number>()
  return items.map((item) => {
    const base = `${item.track?.id ?? 'gone'}:${item.added_at}`
    const times = seen.get(base) ?? 0
    seen.set(base, times + 1)
    const row = item.track ? rowOfTrack(item.track) : goneRow
    return { ...row, key: times === 0 ? base : `${base}:${times}`, addedAt: item.added_at }
  })
}

const goneRow: TrackRow = {
  id: '',
  name: words.gone,
  artists: [],
  album: { id: '', name: '', images: [] },
  durationMs: 0,
}
