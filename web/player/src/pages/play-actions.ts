/** Playing whole things: an album, an artist, a playlist, a genre, the liked songs. */
import type { List } from '@backbeat/contracts/api/app'
import type { Page, SavedTrack, Track } from '@backbeat/contracts/api/spotify'
import { useMemo } from 'react'
import { fetchAlbum } from '../api/catalog-queries.ts'
import { get } from '../api/client.ts'
import { fetchPlaylist } from '../api/playlist-queries.ts'
import { rowOfAlbumTrack, rowOfTrack } from '../api/track-row.ts'
import { useToasts } from '../components/toast.tsx'
import type { PlayContext, TrackRow } from '../player/track.ts'
import { usePlayer } from '../player/use-player.ts'
import { words } from './strings.ts'

/** A long list plays at most this many from where it starts. */
export const playAtMost = 500

export const contexts = {
  album: (id: string, name: string): PlayContext => ({ uri: `spotify:album:${id}`, name }),
  artist: (id: string, name: string): PlayContext => ({ uri: `spotify:artist:${id}`, name }),
  playlist: (id: string, name: string): PlayContext => ({ uri: `spotify:playlist:${id}`, name }),
  track: (id: string, name: string): PlayContext => ({ uri: `spotify:track:${id}`, name }),
  genre: (name: string): PlayContext => ({
    uri: `backbeat:genre:${encodeURIComponent(name)}`,
    name,
  }),
  liked: (): PlayContext => ({ uri: 'backbeat:liked', name: words.liked.title }),
  search: (text: string): PlayContext => ({ uri: 'backbeat:search', name: text }),
  page: (uri: string, name: string): PlayContext => ({ uri, name }),
}

export interface PlayActions {
  album(id: string, name: string, shuffle?: boolean): void
  artist(id: string, name: string, shuffle?: boolean): void
  playlist(id: string, name: string, shuffle?: boolean): void
  genre(name: string, shuffle?: boolean): void
  liked(shuffle?: boolean): void
  rows(tracks: TrackRow[], context: PlayContext, startIndex?: number, shuffle?: boolean): void
}

export function usePlayActions(): PlayActions {
  const play = usePlayer((player) => player.play)
  const toasts = useToasts()
  return useMemo(() => {
    const start = (load: Promise<TrackRow[]>, context: PlayContext, shuffle?: boolean): void => {
      load.then(
        (tracks) => {
          if (tracks.length > 0) play(tracks, { context, ...(shuffle ? { shuffle } : {}) })
        },
        (error: unknown) => toasts.show({ kind: 'error', text: words.failed(error) }),
      )
    }
    return {
      album: (id, name, shuffle) => start(albumRows(id), contexts.album(id, name), shuffle),
      artist: (id, name, shuffle) => start(artistRows(id), contexts.artist(id, name), shuffle),
      playlist: (id, name, shuffle) =>
        start(playlistRows(id), contexts.playlist(id, name), shuffle),
      genre: (name, shuffle) => start(genreRows(name), contexts.genre(name), shuffle),
      liked: (shuffle) => start(likedRows(0), contexts.liked(), shuffle),
      rows: (tracks, context, startIndex = 0, shuffle) => {
        play(tracks, { startIndex, context, ...(shuffle ? { shuffle } : {}) })
      },
    }
  }, [play, toasts])
}

async function albumRows(id: string): Promise<TrackRow[]> {
  const album = await fetchAlbum(id)
  return album.tracks.items.map((track) => rowOfAlbumTrack(track, album))
}

async function artistRows(id: string): Promise<TrackRow[]> {
  const { tracks } = await get<{ tracks: Track[] }>(`/v1/artists/${id}/top-tracks`)
  return tracks.map(rowOfTrack)
}

async function playlistRows(id: string): Promise<TrackRow[]> {
  return (await fetchPlaylist(id)).rows.filter((row) => row.id !== '')
}

async function genreRows(genre: string): Promise<TrackRow[]> {
  const query = { genre, sort: 'random', limit: 200 }
  return (await get<List<Track>>('/app/v1/tracks', query)).items.map(rowOfTrack)
}

/** The liked songs from a place on. */
export async function likedRows(from: number): Promise<TrackRow[]> {
  const rows: TrackRow[] = []
  while (rows.length < playAtMost) {
    const query = { offset: from + rows.length, limit: 50 }
    const page = await get<Page<SavedTrack>>('/v1/me/tracks', query)
    rows.push(...page.items.map(({ track }) => rowOfTrack(track)))
    if (!page.next || page.items.length === 0) break
  }
  return rows
}
