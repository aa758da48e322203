/** Albums: one, several, an album's tracks, and what is new. */
import type { CatalogAlbum, CatalogTrack, Page } from '@backbeat/contracts/api/catalog'
import {
  type Album,
  albumSchema,
  pageOf as pageSchema,
  simplifiedAlbumSchema,
  simplifiedTrackSchema,
} from '@backbeat/contracts/api/spotify'
import { BackbeatError } from '@backbeat/contracts/errors'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { always, type Endpoint, endpoint, idList, idParams, pageQuery } from '../endpoint.ts'
import type { Origin } from '../peers.ts'
import { pageOf, pathOf } from './paging.ts'
import { albumOf, simplifiedTrack } from './shapes.ts'

const tag = 'Albums'
const tracksInAlbum = 50

/** Albums with their first tracks, in the order asked for, null for unknown. */
export async function fullAlbums(
  { peers, base }: Dependencies,
  ids: readonly string[],
  origin: Origin,
): Promise<(Album | null)[]> {
  const unique = [...new Set(ids)]
  const [{ items: albums }, trackPages] = await Promise.all([
    peers.catalog.get<{ items: (CatalogAlbum | null)[] }>(`/albums?ids=${unique}`, origin),
    Promise.all(
      unique.map((id) =>
        peers.catalog.get<Page<CatalogTrack>>(
          `/tracks?albumId=${id}&limit=${tracksInAlbum}`,
          origin,
        ),
      ),
    ),
  ])
  const byId = new Map(
    albums.map((album, at) => [unique[at], album && fullAlbum(base, album, trackPages[at])]),
  )
  return ids.map((id) => byId.get(id) ?? null)
}

function fullAlbum(base: string, album: CatalogAlbum, tracks?: Page<CatalogTrack>): Album {
  const items = (tracks?.items ?? []).map((track) => simplifiedTrack(base, track))
  return {
    ...albumOf(base, album),
    tracks: pageOf(base, `/v1/albums/${album.id}/tracks`, {
      items,
      total: tracks?.total ?? 0,
      offset: 0,
      limit: tracksInAlbum,
    }),
    copyrights: [],
    external_ids: {},
    popularity: 0,
  }
}

export function albumEndpoints(dependencies: Dependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/v1/albums/{id}',
      tag,
      summary: 'An album with its first tracks',
      access: {},
      hot: always,
      params: idParams,
      answers: { 200: albumSchema },
      handle: async (call) => {
        const [album] = await fullAlbums(dependencies, [call.params.id], call)
        if (!album) throw new BackbeatError('not-found', 'Non existing id')
        return album
      },
    }),
    endpoint({
      method: 'get',
      path: '/v1/albums',
      tag,
      summary: 'Several albums',
      description: 'In the order asked for; null for an unknown id; at most 50.',
      access: {},
      hot: always,
      query: z.object({ ids: idList.refine((ids) => ids.length <= 50, 'Too many ids requested') }),
      answers: { 200: z.object({ albums: z.array(albumSchema.nullable()) }) },
      handle: async (call) => ({ albums: await fullAlbums(dependencies, call.query.ids, call) }),
    }),
    albumTracks(dependencies),
    newReleases(dependencies),
  ]
}

function albumTracks({ peers, base }: Dependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/v1/albums/{id}/tracks',
    tag,
    summary: 'The tracks of an album',
    description: 'By disc and track number.',
    access: {},
    hot: always,
    params: idParams,
    query: z.object(pageQuery(20)),
    answers: { 200: pageSchema(simplifiedTrackSchema) },
    handle: async (call) => {
      const { limit, offset } = call.query
      const { items, total } = await peers.catalog.get<Page<CatalogTrack>>(
        `/tracks?albumId=${call.params.id}&offset=${offset}&limit=${limit}`,
        call,
      )
      if (total === 0) throw new BackbeatError('not-found', 'Non existing id')
      const tracks = items.map((track) => simplifiedTrack(base, track))
      return pageOf(base, pathOf(call.url), { items: tracks, total, offset, limit })
    },
  })
}

function newReleases({ catalog, base }: Dependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/v1/browse/new-releases',
    tag,
    summary: 'The albums that came last',
    access: {},
    hot: always,
    query: z.object(pageQuery(20)),
    answers: { 200: z.object({ albums: pageSchema(simplifiedAlbumSchema) }) },
    handle: async (call) => {
      const { limit, offset } = call.query
      const page = await catalog.listAlbums(`sort=added&offset=${offset}&limit=${limit}`, call)
      return { albums: pageOf(base, pathOf(call.url), { ...page, offset, limit }) }
    },
  })
}
