/**
 * The first page: shelves that mean something for this listener. What a service can't say in time is left out, as are
 * empty shelves, so a new listener sees the catalog and an old one mostly their own.
 */
import { homeSchema, type Shelf } from '@backbeat/contracts/api/app'
import type { Genre, Page } from '@backbeat/contracts/api/catalog'
import type { PlaylistPage } from '@backbeat/contracts/api/library'
import type { Artist, SimplifiedAlbum, Track } from '@backbeat/contracts/api/spotify'
import { present } from '../catalog-reader.ts'
import type { Dependencies } from '../dependencies.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import type { Origin } from '../peers.ts'
import { playHistory, type RecentPage, type TopPage } from '../spotify/history.ts'
import { simplifiedPlaylists } from '../spotify/playlist-shapes.ts'

const shelfLength = 12
/** So many genres of the listener get a shelf. */
const genreShelves = 2

export function homeEndpoints(dependencies: Dependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/app/v1/home',
      tag: 'Player lists',
      summary: 'Shelves for this listener',
      access: { user: true },
      answers: { 200: homeSchema },
      handle: async (call) => ({ shelves: await shelvesFor(dependencies, call) }),
    }),
  ]
}

interface Heard {
  recent: Track[]
  tracks: Track[]
  albums: SimplifiedAlbum[]
  albumsLongAgo: SimplifiedAlbum[]
  artists: Artist[]
}

async function shelvesFor(dependencies: Dependencies, origin: Origin): Promise<Shelf[]> {
  const [heard, added, playlists] = await Promise.all([
    whatWasHeard(dependencies, origin),
    newAlbums(dependencies, origin),
    orElse([], ownPlaylists(dependencies, origin)),
  ])
  const genres = await orElse([], genreAlbums(dependencies, heard, origin))
  const shelves: Shelf[] = [
    { id: 'continue', title: 'Jump back in', kind: 'albums', items: albumsOf(heard.recent) },
    { id: 'most-played', title: 'On repeat lately', kind: 'tracks', items: heard.tracks },
    { id: 'new', title: 'New here', kind: 'albums', items: added },
    { id: 'top-artists', title: 'Your artists', kind: 'artists', items: heard.artists },
    { id: 'rediscover', title: 'Rediscover', kind: 'albums', items: heard.albumsLongAgo },
    { id: 'playlists', title: 'Your playlists', kind: 'playlists', items: playlists },
    ...genres,
  ]
  return shelves.filter(({ items }) => items.length > 0)
}

/** The albums of these tracks, in the order of their first. */
function albumsOf(tracks: readonly Track[]): SimplifiedAlbum[] {
  const albums = new Map(tracks.map(({ album }) => [album.id, album]))
  return [...albums.values()].slice(0, shelfLength)
}

async function whatWasHeard(dependencies: Dependencies, origin: Origin): Promise<Heard> {
  const { peers, catalog } = dependencies
  const top = async (kind: string, range: string): Promise<string[]> => {
    const path = `/top/${kind}?range=${range}&offset=0&limit=${shelfLength}`
    const page = await orElse({ items: [], total: 0 }, peers.playback.get<TopPage>(path, origin))
    return page.items.map(({ id }) => id)
  }
  const load = async <T>(
    ids: string[],
    by: (ids: string[], from: Origin) => Promise<(T | null)[]>,
  ) => present(await by(ids, origin))
  const [recent, trackIds, albumIds, olderAlbumIds, artistIds] = await Promise.all([
    orElse({ items: [] }, peers.playback.get<RecentPage>('/recently-played?limit=50', origin)),
    top('tracks', 'short_term'),
    top('albums', 'short_term'),
    top('albums', 'long_term'),
    top('artists', 'medium_term'),
  ])
  const lately = new Set(albumIds)
  const [history, tracks, albums, albumsLongAgo, artists] = await Promise.all([
    playHistory(dependencies, recent, origin),
    load(trackIds, catalog.tracks),
    load(albumIds, catalog.albums),
    load(
      olderAlbumIds.filter((id) => !lately.has(id)),
      catalog.albums,
    ),
    load(artistIds, catalog.artists),
  ])
  return { recent: history.map(({ track }) => track), tracks, albums, albumsLongAgo, artists }
}

async function newAlbums({ catalog }: Dependencies, origin: Origin): Promise<SimplifiedAlbum[]> {
  return (await catalog.listAlbums(`sort=added&limit=${shelfLength}`, origin)).items
}

async function ownPlaylists(dependencies: Dependencies, origin: Origin) {
  const path = `/playlists?offset=0&limit=${shelfLength}`
  const { items } = await dependencies.peers.library.get<PlaylistPage>(path, origin)
  return await simplifiedPlaylists(dependencies, items, origin)
}

/** Something else of the genres heard most, or of the catalog's largest for someone who has heard nothing yet. */
async function genreAlbums(
  { peers, catalog }: Dependencies,
  heard: Heard,
  origin: Origin,
): Promise<Shelf[]> {
  const own = mostCommon(heard.artists.flatMap(({ genres }) => genres))
  const names =
    own.length > 0
      ? own
      : (await peers.catalog.get<Page<Genre>>(`/genres?limit=${genreShelves}`, origin)).items.map(
          ({ name }) => name,
        )
  return await Promise.all(
    names.slice(0, genreShelves).map(async (name): Promise<Shelf> => {
      const query = `sort=random&genre=${encodeURIComponent(name)}&limit=${shelfLength}`
      const { items } = await catalog.listAlbums(query, origin)
      return { id: `genre:${name}`, title: `More ${name}`, kind: 'albums', items }
    }),
  )
}

function mostCommon(names: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].toSorted((a, b) => b[1] - a[1]).map(([name]) => name)
}

/** A shelf is not worth an error page. */
const orElse = <T>(otherwise: T, wanted: Promise<T>): Promise<T> => wanted.catch(() => otherwise)
