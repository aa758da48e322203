/** Catalog objects by id or list, already in Spotify's shapes. Batches above the catalog's limit are split. */
import type {
  CatalogAlbum,
  CatalogArtist,
  CatalogTrack,
  Page,
} from '@backbeat/contracts/api/catalog'
import type { Artist, SimplifiedAlbum, Track } from '@backbeat/contracts/api/spotify'
import type { Origin, Peers } from './peers.ts'
import { albumOf, artistOf, trackOf } from './spotify/shapes.ts'

export interface CatalogReader {
  /** In the order asked for, null for unknown. */
  artists(ids: readonly string[], origin: Origin): Promise<(Artist | null)[]>
  albums(ids: readonly string[], origin: Origin): Promise<(SimplifiedAlbum | null)[]>
  tracks(ids: readonly string[], origin: Origin): Promise<(Track | null)[]>
  /** A page of the catalog's own lists; `query` as in the catalog's README. */
  listArtists(query: string, origin: Origin): Promise<Page<Artist>>
  listAlbums(query: string, origin: Origin): Promise<Page<SimplifiedAlbum>>
  listTracks(query: string, origin: Origin): Promise<Page<Track>>
}

const batchMax = 500

export function createCatalogReader({ catalog }: Peers, base: string): CatalogReader {
  const batch = async <T, S>(
    kind: string,
    ids: readonly string[],
    from: { origin: Origin; shape: (base: string, item: T) => S },
  ): Promise<(S | null)[]> => {
    if (ids.length === 0) return []
    const parts: string[][] = []
    for (let at = 0; at < ids.length; at += batchMax) parts.push(ids.slice(at, at + batchMax))
    const answers = await Promise.all(
      parts.map((part) =>
        catalog.get<{ items: (T | null)[] }>(`/${kind}?ids=${part.join(',')}`, from.origin),
      ),
    )
    return answers.flatMap(({ items }) =>
      items.map((item) => (item ? from.shape(base, item) : null)),
    )
  }
  const list = async <T, S>(
    path: string,
    from: { origin: Origin; shape: (base: string, item: T) => S },
  ): Promise<Page<S>> => {
    const { items, total } = await catalog.get<Page<T>>(path, from.origin)
    return { items: items.map((item) => from.shape(base, item)), total }
  }
  return {
    artists: (ids, origin) =>
      batch<CatalogArtist, Artist>('artists', ids, { origin, shape: artistOf }),
    albums: (ids, origin) =>
      batch<CatalogAlbum, SimplifiedAlbum>('albums', ids, { origin, shape: albumOf }),
    tracks: (ids, origin) => batch<CatalogTrack, Track>('tracks', ids, { origin, shape: trackOf }),
    listArtists: (query, origin) =>
      list<CatalogArtist, Artist>(`/artists?${query}`, { origin, shape: artistOf }),
    listAlbums: (query, origin) =>
      list<CatalogAlbum, SimplifiedAlbum>(`/albums?${query}`, { origin, shape: albumOf }),
    listTracks: (query, origin) =>
      list<CatalogTrack, Track>(`/tracks?${query}`, { origin, shape: trackOf }),
  }
}

/** Those that exist. */
export const present = <T>(items: readonly (T | null | undefined)[]): T[] =>
  items.filter((item): item is T => item != null)
