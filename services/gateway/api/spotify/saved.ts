/** What the listener saved: tracks (likes), albums, and the artists followed. */
import type { SavedKind, SavedPage } from '@backbeat/contracts/api/library'
import {
  followedArtistsSchema,
  pageOf as pageSchema,
  savedAlbumSchema,
  savedTrackSchema,
} from '@backbeat/contracts/api/spotify'
import { BackbeatError } from '@backbeat/contracts/errors'
import { z } from 'zod'
import { present } from '../catalog-reader.ts'
import type { Dependencies } from '../dependencies.ts'
import { type Call, type Endpoint, endpoint, idList, pageQuery } from '../endpoint.ts'
import { fullAlbums } from './albums.ts'
import { pageOf, pathOf } from './paging.ts'
import { idsBody, idsOf, idsQuery } from './uris.ts'

interface SavedRoutes {
  path: string
  kind: SavedKind
  noun: string
  tag: string
  read: string
  modify: string
  /** More than the ids: `type=artist`. */
  query?: z.ZodRawShape
}

const following = z
  .enum(['artist'], 'Only artists can be followed here')
  .default('artist')
  .meta({ description: 'artist' })

export function savedEndpoints(dependencies: Dependencies): Endpoint[] {
  const library = { read: 'user-library-read', modify: 'user-library-modify', tag: 'Library' }
  const follow = { read: 'user-follow-read', modify: 'user-follow-modify', tag: 'Following' }
  return [
    savedTracks(dependencies),
    savedAlbums(dependencies),
    followedArtists(dependencies),
    ...changes(dependencies, { path: '/v1/me/tracks', kind: 'track', noun: 'tracks', ...library }),
    ...changes(dependencies, { path: '/v1/me/albums', kind: 'album', noun: 'albums', ...library }),
    ...changes(dependencies, {
      path: '/v1/me/following',
      kind: 'artist',
      noun: 'artists',
      ...follow,
      query: { type: following },
    }),
  ]
}

type ListCall = Call<unknown, { limit: number; offset: number }>

async function savedPage({ peers }: Dependencies, kind: SavedKind, call: ListCall) {
  const { limit, offset } = call.query
  return await peers.library.get<SavedPage>(`/saved/${kind}?offset=${offset}&limit=${limit}`, call)
}

function savedTracks(dependencies: Dependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/v1/me/tracks',
    tag: 'Library',
    summary: 'Liked songs',
    description: 'Latest first.',
    access: { scopes: ['user-library-read'] },
    query: z.object(pageQuery(20)),
    answers: { 200: pageSchema(savedTrackSchema) },
    handle: async (call) => {
      const page = await savedPage(dependencies, 'track', call)
      const tracks = await dependencies.catalog.tracks(
        page.items.map(({ id }) => id),
        call,
      )
      const items = page.items.flatMap(({ savedAt }, at) => {
        const track = tracks[at]
        return track ? [{ added_at: savedAt, track }] : []
      })
      const slice = { items, total: page.total, ...offsetAndLimit(call) }
      return pageOf(dependencies.base, pathOf(call.url), slice)
    },
  })
}

function savedAlbums(dependencies: Dependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/v1/me/albums',
    tag: 'Library',
    summary: 'Saved albums',
    description: 'Latest first.',
    access: { scopes: ['user-library-read'] },
    query: z.object(pageQuery(20, 50)),
    answers: { 200: pageSchema(savedAlbumSchema) },
    handle: async (call) => {
      const page = await savedPage(dependencies, 'album', call)
      const ids = page.items.map(({ id }) => id)
      const albums = ids.length > 0 ? await fullAlbums(dependencies, ids, call) : []
      const items = page.items.flatMap(({ savedAt }, at) => {
        const album = albums[at]
        return album ? [{ added_at: savedAt, album }] : []
      })
      const slice = { items, total: page.total, ...offsetAndLimit(call) }
      return pageOf(dependencies.base, pathOf(call.url), slice)
    },
  })
}

const offsetAndLimit = ({ query: { offset, limit } }: ListCall) => ({ offset, limit })

function followedArtists({ peers, catalog, base }: Dependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/v1/me/following',
    tag: 'Following',
    summary: 'Artists followed',
    description: 'Latest first; `after` is the id of the last artist of the page before.',
    access: { scopes: ['user-follow-read'] },
    query: z.object({
      type: following,
      limit: z.coerce.number().int().min(1).max(500).default(20),
      after: z.string().max(22).optional(),
    }),
    answers: { 200: followedArtistsSchema },
    handle: async (call) => {
      const { limit, after } = call.query
      const from = after ? `&after=${encodeURIComponent(after)}` : ''
      const page = await peers.library.get<SavedPage & { remaining: number }>(
        `/saved/artist?limit=${limit}${from}`,
        call,
      )
      const ids = page.items.map(({ id }) => id)
      const last = page.remaining > 0 ? (ids.at(-1) ?? null) : null
      const path = `${base}/v1/me/following?type=artist&limit=${limit}`
      return {
        artists: {
          items: present(await catalog.artists(ids, call)),
          total: page.total,
          limit,
          href: after ? `${path}&after=${after}` : path,
          next: last ? `${path}&after=${last}` : null,
          cursors: { after: last },
        },
      }
    },
  })
}

/** PUT, DELETE and contains, alike for each kind. */
function changes(dependencies: Dependencies, routes: SavedRoutes): Endpoint[] {
  const { path, kind, noun, tag } = routes
  const change = (method: 'PUT' | 'DELETE', verb: string): Endpoint =>
    endpoint({
      method: method === 'PUT' ? 'put' : 'delete',
      path,
      tag,
      summary: `${verb} ${noun}`,
      description: 'Ids in the query or in the body. Ids that are not in the catalog are ignored.',
      access: { scopes: [routes.modify] },
      query: z.object({ ...routes.query, ids: idsQuery }),
      body: idsBody,
      answers: { 200: null },
      handle: async (call) => {
        const given = idsOf(call)
        if (given.length === 0) throw new BackbeatError('bad-request', 'No ids provided')
        const ids = method === 'PUT' ? await known(dependencies, { kind, ids: given, call }) : given
        const body = { ids }
        if (ids.length > 0) {
          await dependencies.peers.library.send({ method, path: `/saved/${kind}`, body }, call)
        }
        return null
      },
    })
  return [
    change('PUT', kind === 'artist' ? 'Follow' : 'Save'),
    change('DELETE', kind === 'artist' ? 'Stop following' : 'Remove saved'),
    contains(dependencies, routes),
  ]
}

function contains({ peers }: Dependencies, routes: SavedRoutes): Endpoint {
  return endpoint({
    method: 'get',
    path: `${routes.path}/contains`,
    tag: routes.tag,
    summary: `Whether ${routes.noun} are saved`,
    description: 'One boolean per id, in the order asked for.',
    access: { scopes: [routes.read] },
    query: z.object({ ...routes.query, ids: idList }),
    answers: { 200: z.array(z.boolean()) },
    handle: async (call) => {
      const path = `/saved/${routes.kind}/contains?ids=${call.query.ids}`
      return (await peers.library.get<{ items: boolean[] }>(path, call)).items
    },
  })
}

/** The ids that the catalog knows. */
async function known(
  { catalog }: Dependencies,
  { kind, ids, call }: { kind: SavedKind; ids: string[]; call: Call },
): Promise<string[]> {
  const found = await catalog[`${kind}s`](ids, call)
  return ids.filter((_id, at) => found[at] !== null)
}
