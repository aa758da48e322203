/** Playlists: read, make, rename, follow. Their items are in `playlist-items.ts`. */
import type { LibraryPlaylist, PlaylistPage } from '@backbeat/contracts/api/library'
import {
  pageOf as pageSchema,
  playlistSchema,
  simplifiedPlaylistSchema,
} from '@backbeat/contracts/api/spotify'
import { BackbeatError } from '@backbeat/contracts/errors'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { type Call, type Endpoint, endpoint, idParams, pageQuery } from '../endpoint.ts'
import { pageOf, pathOf } from './paging.ts'
import { fullPlaylist, simplifiedPlaylists } from './playlist-shapes.ts'

const tag = 'Playlists'
export const modifyPlaylists = {
  anyScope: ['playlist-modify-public', 'playlist-modify-private'],
} as const
const userParams = z.object({ user_id: z.string().min(1).max(64) })
const details = {
  description: z.string().max(1000).nullish(),
  public: z.boolean().nullish(),
  collaborative: z.boolean().nullish(),
}
const name = z.string().trim().min(1, 'Missing required field: name').max(200)
const newPlaylist = z.object({ name, ...details })

export function playlistEndpoints(dependencies: Dependencies): Endpoint[] {
  return [
    readPlaylist(dependencies),
    changePlaylist(dependencies),
    ...playlistLists(dependencies),
    ...createPlaylist(dependencies),
    ...followPlaylist(dependencies),
  ]
}

function readPlaylist(dependencies: Dependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/v1/playlists/{id}',
    tag,
    summary: 'A playlist with its first items',
    access: { user: true },
    params: idParams,
    answers: { 200: playlistSchema },
    handle: async (call) => {
      const path = `/playlists/${call.params.id}`
      const playlist = await dependencies.peers.library.get<LibraryPlaylist>(path, call)
      return await fullPlaylist(dependencies, playlist, call)
    },
  })
}

function changePlaylist({ peers }: Dependencies): Endpoint {
  return endpoint({
    method: 'put',
    path: '/v1/playlists/{id}',
    tag,
    summary: 'Rename a playlist, change its description or who sees it',
    access: modifyPlaylists,
    params: idParams,
    body: z.object({ name: name.optional(), ...details }),
    answers: { 200: null },
    handle: async (call) => {
      const path = `/playlists/${call.params.id}`
      await peers.library.send({ method: 'PATCH', path, body: withoutNulls(call.body) }, call)
      return null
    },
  })
}

/** Clients send null for what they leave alone; only a description can really be null. */
const withoutNulls = (body: object): object =>
  Object.fromEntries(
    Object.entries(body).filter(([key, value]) => value !== null || key === 'description'),
  )

function playlistLists(dependencies: Dependencies): Endpoint[] {
  const { peers, base } = dependencies
  const query = z.object(pageQuery(20))
  const answers = { 200: pageSchema(simplifiedPlaylistSchema) }
  const list = async (call: Call<unknown, { limit: number; offset: number }>, of: string) => {
    const { limit, offset } = call.query
    const path = `/playlists?${of}offset=${offset}&limit=${limit}`
    const page = await peers.library.get<PlaylistPage>(path, call)
    const items = await simplifiedPlaylists(dependencies, page.items, call)
    return pageOf(base, pathOf(call.url), { items, total: page.total, offset, limit })
  }
  return [
    endpoint({
      method: 'get',
      path: '/v1/me/playlists',
      tag,
      summary: 'The listener’s own playlists and those followed',
      description: 'Latest first.',
      access: { scopes: ['playlist-read-private'] },
      query,
      answers,
      handle: (call) => list(call, ''),
    }),
    endpoint({
      method: 'get',
      path: '/v1/users/{user_id}/playlists',
      tag,
      summary: 'The public playlists of a user; all of them if it is the listener',
      access: { user: true },
      params: userParams,
      query,
      answers,
      handle: (call) => list(call, `owner=${encodeURIComponent(call.params.user_id)}&`),
    }),
  ]
}

function createPlaylist(dependencies: Dependencies): Endpoint[] {
  const declared = {
    method: 'post',
    tag,
    access: modifyPlaylists,
    body: newPlaylist,
    answers: { 201: playlistSchema },
  } as const
  const create = async (call: Call<unknown, unknown, z.output<typeof newPlaylist>>) => {
    requireModifyScope(call)
    const send = { method: 'POST', path: '/playlists', body: withoutNulls(call.body) } as const
    const playlist = await dependencies.peers.library.send<LibraryPlaylist>(send, call)
    return await fullPlaylist(dependencies, playlist, call)
  }
  return [
    endpoint({
      ...declared,
      path: '/v1/me/playlists',
      summary: 'Make a playlist',
      handle: create,
    }),
    endpoint({
      ...declared,
      path: '/v1/users/{user_id}/playlists',
      summary: 'Make a playlist (older address)',
      params: userParams,
      handle: async (call) => {
        if (call.params.user_id !== call.caller.userId) {
          throw new BackbeatError('not-permitted', 'You cannot create a playlist for another user.')
        }
        return await create(call)
      },
    }),
  ]
}

/** A public playlist needs the scope for public ones, a private one that for private ones. */
function requireModifyScope({
  caller,
  body,
}: Call<unknown, unknown, { public?: boolean | null | undefined }>) {
  const scope = body.public === false ? 'playlist-modify-private' : 'playlist-modify-public'
  if (!caller.scopes.includes(scope) && !caller.scopes.includes('*')) {
    throw new BackbeatError('scope-missing')
  }
}

function followPlaylist({ peers }: Dependencies): Endpoint[] {
  const follow = (method: 'PUT' | 'DELETE') => async (call: Call<{ id: string }>) => {
    await peers.library.send({ method, path: `/playlists/${call.params.id}/followers` }, call)
    return null
  }
  const declared = {
    path: '/v1/playlists/{id}/followers',
    tag,
    access: modifyPlaylists,
    params: idParams,
    answers: { 200: null },
  } as const
  return [
    endpoint({ ...declared, method: 'put', summary: 'Follow a playlist', handle: follow('PUT') }),
    endpoint({
      ...declared,
      method: 'delete',
      summary: 'Stop following a playlist; one’s own is deleted',
      description: 'A deleted playlist can be restored for 30 days: follow it again.',
      handle: follow('DELETE'),
    }),
    endpoint({
      ...declared,
      method: 'get',
      path: '/v1/playlists/{id}/followers/contains',
      summary: 'Whether users follow a playlist',
      access: { user: true },
      query: z.object({ ids: z.string().max(2000).optional() }),
      answers: { 200: z.array(z.boolean()) },
      handle: async (call) => {
        const ids = call.query.ids ?? call.caller.userId
        const path = `/playlists/${call.params.id}/followers/contains?ids=${encodeURIComponent(ids)}`
        return (await peers.library.get<{ items: boolean[] }>(path, call)).items
      },
    }),
  ]
}
