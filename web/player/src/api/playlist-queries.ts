/**
 * Playlists: the list of them, one with all of its rows, and every change, shown at once and taken back when the server
 * refuses.
 */
import type {
  Page,
  Playlist,
  PlaylistItem,
  SimplifiedPlaylist,
} from '@backbeat/contracts/api/spotify'
import { useQuery } from '@tanstack/react-query'
import { rowKey, type TrackRow } from '../player/track.ts'
import { useSignedIn } from './auth.ts'
import { get, request } from './client.ts'
import { applyMoves, planMoves } from './playlist-moves.ts'
import { queryClient } from './query-client.ts'
import { rowsOfPlaylist } from './track-row.ts'

const rowsMax = 10_000
const pageRows = 100
const playlistsMax = 1000
const addMax = 100

export interface PlaylistView {
  id: string
  name: string
  description: string
  owner: { id: string; name: string }
  images: Playlist['images']
  public: boolean
  snapshotId: string
  total: number
  rows: TrackRow[]
}

export const usePlaylists = () =>
  useQuery({
    queryKey: ['playlists'],
    queryFn: ({ signal }) => fetchPlaylists(signal),
    enabled: useSignedIn(),
  })

async function fetchPlaylists(signal: AbortSignal): Promise<SimplifiedPlaylist[]> {
  const items: SimplifiedPlaylist[] = []
  while (items.length < playlistsMax) {
    const query = { offset: items.length, limit: 50 }
    const page = await get<Page<SimplifiedPlaylist>>('/v1/me/playlists', query, signal)
    items.push(...page.items)
    if (!page.next || page.items.length === 0) break
  }
  return items
}

const playlistKey = (id: string) => ['playlist', id] as const

export const usePlaylist = (id: string) =>
  useQuery({ queryKey: playlistKey(id), queryFn: ({ signal }) => fetchPlaylist(id, signal) })

export async function fetchPlaylist(id: string, signal?: AbortSignal): Promise<PlaylistView> {
  const playlist = await get<Playlist>(`/v1/playlists/${id}`, {}, signal)
  const items = [...playlist.tracks.items]
  const total = Math.min(playlist.tracks.total, rowsMax)
  while (items.length < total) {
    const query = { offset: items.length, limit: pageRows }
    const page = await get<Page<PlaylistItem>>(`/v1/playlists/${id}/tracks`, query, signal)
    if (page.items.length === 0) break
    items.push(...page.items)
  }
  return {
    id,
    name: playlist.name,
    description: playlist.description ?? '',
    owner: { id: playlist.owner.id, name: playlist.owner.display_name },
    images: playlist.images,
    public: playlist.public,
    snapshotId: playlist.snapshot_id,
    total: playlist.tracks.total,
    rows: rowsOfPlaylist(items),
  }
}

export async function createPlaylist(name: string, trackIds: string[] = []): Promise<string> {
  const created = await request<Playlist>('/v1/me/playlists', {
    method: 'POST',
    body: { name, public: false },
  })
  if (trackIds.length > 0) await addToPlaylist(created.id, trackIds)
  void queryClient.invalidateQueries({ queryKey: ['playlists'] })
  return created.id
}

export async function addToPlaylist(id: string, trackIds: string[], at?: number): Promise<void> {
  for (let start = 0; start < trackIds.length; start += addMax) {
    const uris = trackIds.slice(start, start + addMax).map(uriOf)
    const position = at === undefined ? {} : { position: at + start }
    await request(`/v1/playlists/${id}/tracks`, { method: 'POST', body: { uris, ...position } })
  }
  await changed(id)
}

export function describePlaylist(
  id: string,
  change: { name?: string; description?: string; public?: boolean },
): Promise<void> {
  const optimistic = (view: PlaylistView) => ({ ...view, ...change })
  return apply(id, optimistic, () =>
    request(`/v1/playlists/${id}`, { method: 'PUT', body: change }),
  )
}

/** Moves rows (by key) so that they stand, in their order, before the row that is now at `toIndex`. */
export function movePlaylistRows(id: string, keys: string[], toIndex: number): Promise<void> {
  return apply(
    id,
    (view) => ({ ...view, rows: applyMoves(view.rows, planMoves(view.rows, keys, toIndex)) }),
    async (before) => {
      for (const move of planMoves(before.rows, keys, toIndex)) {
        const body = {
          range_start: move.from,
          range_length: move.count,
          insert_before: move.before,
        }
        await request(`/v1/playlists/${id}/tracks`, { method: 'PUT', body })
      }
    },
  )
}

/** Rows by key, e.g. those chosen in a sorted view. */
export function removePlaylistKeys(id: string, keys: string[]): Promise<void> {
  const view = queryClient.getQueryData<PlaylistView>(playlistKey(id))
  const chosen = new Set(keys)
  const positions = (view?.rows ?? []).flatMap((row, at) => (chosen.has(rowKey(row)) ? [at] : []))
  return removePlaylistRows(id, positions)
}

export function removePlaylistRows(id: string, positions: number[]): Promise<void> {
  const gone = new Set(positions)
  return apply(
    id,
    (view) => ({
      ...view,
      total: view.total - gone.size,
      rows: view.rows.filter((_, index) => !gone.has(index)),
    }),
    (before) => {
      const tracks = positions.map((position) => ({
        uri: uriOf(before.rows[position]?.id ?? ''),
        positions: [position],
      }))
      return request(`/v1/playlists/${id}/tracks`, { method: 'DELETE', body: { tracks } })
    },
  )
}

export async function deletePlaylist(id: string): Promise<void> {
  await request(`/app/v1/playlists/${id}`, { method: 'DELETE' })
  await queryClient.invalidateQueries({ queryKey: ['playlists'] })
}

export async function restorePlaylist(id: string): Promise<void> {
  await request(`/app/v1/playlists/${id}/restore`, { method: 'POST' })
  await changed(id)
}

async function apply(
  id: string,
  optimistic: (view: PlaylistView) => PlaylistView,
  send: (before: PlaylistView) => Promise<unknown>,
): Promise<void> {
  await queryClient.cancelQueries({ queryKey: playlistKey(id) })
  const before = queryClient.getQueryData<PlaylistView>(playlistKey(id))
  if (before) queryClient.setQueryData(playlistKey(id), optimistic(before))
  try {
    await send(before ?? (await fetchPlaylist(id)))
  } catch (error) {
    if (before) queryClient.setQueryData(playlistKey(id), before)
    throw error
  } finally {
    await changed(id)
  }
}

async function changed(id: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: playlistKey(id) }),
    queryClient.invalidateQueries({ queryKey: ['playlists'] }),
  ])
}

const uriOf = (id: string): string => `spotify:track:${id}`
