/** The library's playlists in Spotify's shapes: with the owner's name, a picture, and their tracks. */
import type {
  LibraryPlaylist,
  PlaylistItemsPage,
  PlaylistPage,
} from '@backbeat/contracts/api/library'
import type {
  Page,
  Playlist,
  PlaylistItem,
  SimplifiedPlaylist,
} from '@backbeat/contracts/api/spotify'
import type { Dependencies } from '../dependencies.ts'
import type { Origin } from '../peers.ts'
import { pageOf } from './paging.ts'
import { linksOf } from './shapes.ts'

/** In the order asked for, null for what the caller may not see. */
export async function playlistsByIds(
  dependencies: Dependencies,
  ids: readonly string[],
  origin: Origin,
): Promise<(SimplifiedPlaylist | null)[]> {
  if (ids.length === 0) return []
  const { items } = await dependencies.peers.library.get<PlaylistPage>(
    `/playlists?ids=${ids}`,
    origin,
  )
  const shaped = await simplifiedPlaylists(dependencies, items, origin)
  const byId = new Map(shaped.map((playlist) => [playlist.id, playlist]))
  return ids.map((id) => byId.get(id) ?? null)
}

export async function simplifiedPlaylists(
  dependencies: Dependencies,
  playlists: readonly LibraryPlaylist[],
  origin: Origin,
): Promise<SimplifiedPlaylist[]> {
  const fields = await playlistFields(dependencies, playlists, origin)
  return playlists.map((playlist, at) => {
    const link = { href: tracksHref(dependencies.base, playlist.id), total: playlist.itemCount }
    return { ...fields[at], tracks: link, items: link } as SimplifiedPlaylist
  })
}

const tracksHref = (base: string, id: string): string => `${base}/v1/playlists/${id}/tracks`
export const firstItems = 100

export async function fullPlaylist(
  dependencies: Dependencies,
  playlist: LibraryPlaylist,
  origin: Origin,
): Promise<Playlist> {
  const [[fields], tracks] = await Promise.all([
    playlistFields(dependencies, [playlist], origin),
    playlistItems(dependencies, { id: playlist.id, offset: 0, limit: firstItems, origin }),
  ])
  const items = { ...tracks, href: tracks.href.replace('/tracks?', '/items?') }
  const followers = { href: null, total: playlist.followerCount }
  return { ...fields, followers, tracks, items } as Playlist
}

async function playlistFields(
  { base, catalog, users }: Dependencies,
  playlists: readonly LibraryPlaylist[],
  origin: Origin,
) {
  const leads = [...new Set(playlists.flatMap(({ leadTrackIds }) => leadTrackIds))]
  const owners = [...new Set(playlists.map(({ ownerId }) => ownerId))]
  const [tracks, names] = await Promise.all([
    catalog.tracks(leads, origin),
    Promise.all(owners.map((id) => users.nameOf(id, origin))),
  ])
  const images = new Map(tracks.map((track, at) => [leads[at], track?.album.images ?? []]))
  const nameById = new Map(owners.map((id, at) => [id, names[at]]))
  return playlists.map((playlist) => ({
    ...linksOf(base, 'playlist', playlist.id),
    name: playlist.name,
    type: 'playlist' as const,
    description: playlist.description,
    collaborative: playlist.collaborative,
    public: playlist.public,
    owner: {
      ...linksOf(base, 'user', playlist.ownerId),
      display_name: nameById.get(playlist.ownerId) ?? playlist.ownerId,
      type: 'user' as const,
    },
    images:
      playlist.leadTrackIds.map((id) => images.get(id) ?? []).find((found) => found.length > 0) ??
      [],
    snapshot_id: playlist.snapshotId,
    primary_color: null,
    ...(playlist.deletedAt ? { deleted_at: playlist.deletedAt } : {}),
  }))
}

/** A page of a playlist's items; both names of the track are filled. */
export async function playlistItems(
  { peers, catalog, base }: Dependencies,
  options: { id: string; offset: number; limit: number; origin: Origin; path?: string },
): Promise<Page<PlaylistItem>> {
  const { id, offset, limit, origin } = options
  const page = await peers.library.get<PlaylistItemsPage>(
    `/playlists/${id}/items?offset=${offset}&limit=${limit}`,
    origin,
  )
  const tracks = await catalog.tracks(
    page.items.map(({ trackId }) => trackId),
    origin,
  )
  const items = page.items.map(({ addedAt, addedBy }, at) => ({
    added_at: addedAt,
    added_by: { ...linksOf(base, 'user', addedBy), type: 'user' as const },
    is_local: false,
    primary_color: null,
    track: tracks[at] ?? null,
    item: tracks[at] ?? null,
  }))
  const path = options.path ?? `/v1/playlists/${id}/tracks`
  return pageOf(base, path, { items, total: page.total, offset, limit })
}
