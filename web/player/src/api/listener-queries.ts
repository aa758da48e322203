/** What is the listener's own: who they are, what they like and what they heard. */
import type { Session } from '@backbeat/contracts/api/app'
import type {
  FollowedArtists,
  Page,
  PrivateUser,
  RecentlyPlayed,
  SavedAlbum,
  SavedTrack,
} from '@backbeat/contracts/api/spotify'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useSignedIn } from './auth.ts'
import { get, request } from './client.ts'
import { rememberLiked } from './likes.ts'
import type { ListPage, LoadPage } from './sparse-pages.ts'

export const fetchSession = (): Promise<Session> =>
  request<Session>('/app/v1/session', { anonymous: true })

export const useSession = () =>
  useQuery({ queryKey: ['session'], queryFn: fetchSession, staleTime: 60_000 })

export const useMe = () =>
  useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => get<PrivateUser>('/v1/me', {}, signal),
    enabled: useSignedIn(),
    staleTime: 10 * 60_000,
  })

export const changePassword = (current: string, next: string): Promise<void> =>
  request('/app/v1/me/password', { method: 'POST', body: { current, next } })

/** Newest first, by ranges of 50. */
export const likedTracks: LoadPage<SavedTrack> = async (offset, limit, signal) => {
  const page = await get<Page<SavedTrack>>('/v1/me/tracks', { offset, limit }, signal)
  rememberLiked(
    'track',
    page.items.map(({ track }) => track.id),
  )
  return page
}

export const savedAlbums: LoadPage<SavedAlbum['album']> = async (offset, limit, signal) => {
  const page = await get<Page<SavedAlbum>>('/v1/me/albums', { offset, limit }, signal)
  const items = page.items.map(({ album }) => album)
  rememberLiked(
    'album',
    items.map(({ id }) => id),
  )
  return { items, total: page.total } satisfies ListPage<SavedAlbum['album']>
}

export const useFollowedArtists = () =>
  useInfiniteQuery({
    queryKey: ['following'],
    queryFn: async ({ pageParam, signal }) => {
      const query = { type: 'artist', limit: 50, after: pageParam }
      const { artists } = await get<FollowedArtists>('/v1/me/following', query, signal)
      rememberLiked(
        'artist',
        artists.items.map(({ id }) => id),
      )
      return artists
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursors.after,
    maxPages: 40,
  })

export const useRecentlyPlayed = () =>
  useInfiniteQuery({
    queryKey: ['recently-played'],
    queryFn: ({ pageParam, signal }) =>
      get<RecentlyPlayed>(
        '/v1/me/player/recently-played',
        { limit: 50, before: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.next ? last.cursors?.before : undefined),
    maxPages: 40,
    staleTime: 5000,
  })
