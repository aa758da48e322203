/** Reading the catalog: home, artists, albums, tracks, genres, search. */
import type { Genre, Home, List, Stats } from '@backbeat/contracts/api/app'
import type { Lyrics } from '@backbeat/contracts/api/catalog'
import type {
  Album,
  Artist,
  Page,
  SearchAnswer,
  SimplifiedAlbum,
  SimplifiedTrack,
  Track,
} from '@backbeat/contracts/api/spotify'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ApiError } from './api-error.ts'
import { get } from './client.ts'
import type { ListPage, LoadPage } from './sparse-pages.ts'

const catalogStaleMs = 5 * 60_000
const albumTracksMax = 2000
const v1PageMax = 50

export const useHome = () =>
  useQuery({
    queryKey: ['home'],
    queryFn: ({ signal }) => get<Home>('/app/v1/home', {}, signal),
    staleTime: 60_000,
  })

export const useStats = () =>
  useQuery({
    queryKey: ['stats'],
    queryFn: ({ signal }) => get<Stats>('/app/v1/stats', {}, signal),
  })

export const useArtist = (id: string) =>
  useQuery({
    queryKey: ['artist', id],
    queryFn: ({ signal }) => get<Artist>(`/v1/artists/${id}`, {}, signal),
    staleTime: catalogStaleMs,
  })

export const useArtistTopTracks = (id: string) =>
  useQuery({
    queryKey: ['artist', id, 'top-tracks'],
    queryFn: async ({ signal }) =>
      (await get<{ tracks: Track[] }>(`/v1/artists/${id}/top-tracks`, {}, signal)).tracks,
  })

/** Own albums, singles, compilations and those of others that the artist is on. */
export const useArtistAlbums = (id: string) =>
  useQuery({
    queryKey: ['artist', id, 'albums'],
    queryFn: ({ signal }) => allAlbums(id, signal),
    staleTime: catalogStaleMs,
  })

async function allAlbums(id: string, signal: AbortSignal): Promise<SimplifiedAlbum[]> {
  const path = `/v1/artists/${id}/albums`
  const include_groups = 'album,single,compilation,appears_on'
  return allPages<SimplifiedAlbum>(path, { include_groups }, signal)
}

/** The album with all of its tracks. */
export const useAlbum = (id: string) =>
  useQuery({
    queryKey: ['album', id],
    queryFn: ({ signal }) => fetchAlbum(id, signal),
    staleTime: catalogStaleMs,
  })

export async function fetchAlbum(id: string, signal?: AbortSignal): Promise<Album> {
  const album = await get<Album>(`/v1/albums/${id}`, {}, signal)
  if (!album.tracks.next) return album
  const offset = album.tracks.items.length
  const rest = await allPages<SimplifiedTrack>(`/v1/albums/${id}/tracks`, { offset }, signal)
  return { ...album, tracks: { ...album.tracks, items: [...album.tracks.items, ...rest] } }
}

async function allPages<T>(
  path: string,
  query: Record<string, string | number>,
  signal?: AbortSignal,
): Promise<T[]> {
  const items: T[] = []
  let offset = Number(query.offset ?? 0)
  while (items.length < albumTracksMax) {
    const page = await get<Page<T>>(path, { ...query, offset, limit: v1PageMax }, signal)
    items.push(...page.items)
    if (!page.next || page.items.length === 0) break
    offset += page.items.length
  }
  return items
}

export const useTrack = (id: string) =>
  useQuery({
    queryKey: ['track', id],
    queryFn: ({ signal }) => get<Track>(`/v1/tracks/${id}`, {}, signal),
    staleTime: catalogStaleMs,
  })

/** Null when the track has none. */
export const useLyrics = (id: string | undefined) =>
  useQuery({
    queryKey: ['track', id, 'lyrics'],
    queryFn: ({ signal }) => fetchLyrics(id ?? '', signal),
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })

async function fetchLyrics(id: string, signal: AbortSignal): Promise<Lyrics | null> {
  try {
    return await get<Lyrics>(`/app/v1/tracks/${id}/lyrics`, {}, signal)
  } catch (error) {
    if (error instanceof ApiError && error.notFound) return null
    throw error
  }
}

export const useGenres = () =>
  useQuery({
    queryKey: ['genres'],
    queryFn: async ({ signal }) =>
      (await get<List<Genre>>('/app/v1/genres', { limit: 500 }, signal)).items,
    staleTime: catalogStaleMs,
  })

/** Results while typing: the answer before stays until the next is there. */
export const useSearch = (text: string, limit = 12) =>
  useQuery({
    queryKey: ['search', text, limit],
    queryFn: ({ signal }) =>
      get<SearchAnswer>(
        '/v1/search',
        { q: text, type: 'track,artist,album,playlist', limit },
        signal,
      ),
    enabled: text !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

export type ListKind = 'artists' | 'albums' | 'tracks'
export interface ListQuery {
  sort?: string
  genre?: string
}

interface ListItem {
  artists: Artist
  albums: SimplifiedAlbum
  tracks: Track
}

/** A catalog list by ranges, for `useSparseList`. */
export function catalogList<K extends ListKind>(kind: K, query: ListQuery): LoadPage<ListItem[K]> {
  return (offset, limit, signal): Promise<ListPage<ListItem[K]>> =>
    get<List<ListItem[K]>>(`/app/v1/${kind}`, { ...query, offset, limit }, signal)
}

/** The first items of a catalog list, for shelves. */
export const useListStart = <K extends ListKind>(kind: K, query: ListQuery, limit = 12) =>
  useQuery({
    queryKey: ['list', kind, query, limit],
    queryFn: ({ signal }) => catalogList(kind, query)(0, limit, signal),
  })
