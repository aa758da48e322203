/** Artists: one, several, their albums and their most played tracks. */
import {
  artistSchema,
  pageOf as pageSchema,
  simplifiedAlbumSchema,
  trackSchema,
} from '@backbeat/contracts/api/spotify'
import { BackbeatError } from '@backbeat/contracts/errors'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { always, type Endpoint, endpoint, idList, idParams, pageQuery } from '../endpoint.ts'
import type { Origin } from '../peers.ts'
import { pageOf, pathOf } from './paging.ts'

const tag = 'Artists'
const groups = ['album', 'single', 'compilation', 'appears_on'] as const
const groupList = z
  .string()
  .optional()
  .transform((text) => text?.split(',').filter(Boolean))
  .pipe(z.array(z.enum(groups)).optional())
  .meta({ description: `Of ${groups.join(', ')}; default all`, type: 'string' })

export function artistEndpoints(dependencies: Dependencies): Endpoint[] {
  const { catalog } = dependencies
  return [
    endpoint({
      method: 'get',
      path: '/v1/artists/{id}',
      tag,
      summary: 'An artist',
      access: {},
      hot: always,
      params: idParams,
      answers: { 200: artistSchema },
      handle: async (call) => {
        const [artist] = await catalog.artists([call.params.id], call)
        if (!artist) throw new BackbeatError('not-found', 'Non existing id')
        return artist
      },
    }),
    endpoint({
      method: 'get',
      path: '/v1/artists',
      tag,
      summary: 'Several artists',
      description: 'In the order asked for; null for an unknown id.',
      access: {},
      hot: always,
      query: z.object({ ids: idList }),
      answers: { 200: z.object({ artists: z.array(artistSchema.nullable()) }) },
      handle: async (call) => ({ artists: await catalog.artists(call.query.ids, call) }),
    }),
    artistAlbums(dependencies),
    artistTopTracks(dependencies),
  ]
}

function artistAlbums({ catalog, base }: Dependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/v1/artists/{id}/albums',
    tag,
    summary: 'The albums of an artist',
    description: 'Latest release first.',
    access: {},
    hot: always,
    params: idParams,
    query: z.object({ ...pageQuery(20), include_groups: groupList }),
    answers: { 200: pageSchema(simplifiedAlbumSchema) },
    handle: async (call) => {
      const { limit, offset, include_groups } = call.query
      const wanted = include_groups ? `&groups=${include_groups}` : ''
      const page = await catalog.listAlbums(
        `artistId=${call.params.id}${wanted}&sort=released&offset=${offset}&limit=${limit}`,
        call,
      )
      return pageOf(base, pathOf(call.url), { ...page, offset, limit })
    },
  })
}

const topTracksMax = 10

function artistTopTracks(dependencies: Dependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/v1/artists/{id}/top-tracks',
    tag,
    summary: 'The ten tracks of an artist to begin with',
    description: 'Those that the listener played most, then the others.',
    access: {},
    params: idParams,
    answers: { 200: z.object({ tracks: z.array(trackSchema) }) },
    handle: async (call) => {
      const [own, played] = await Promise.all([
        dependencies.catalog.listTracks(`artistId=${call.params.id}&limit=200`, call),
        playCounts(dependencies, call),
      ])
      const plays = (track: { id: string }) => played.get(track.id) ?? 0
      const tracks = own.items.toSorted((a, b) => plays(b) - plays(a)).slice(0, topTracksMax)
      return { tracks }
    },
  })
}

/** The listener's plays by track; none for an application without a user, or while playback is down. */
async function playCounts({ peers }: Dependencies, origin: Origin): Promise<Map<string, number>> {
  if (origin.caller.roles.length === 0) return new Map()
  const { items } = await peers.playback
    .get<{ items: { id: string; plays: number }[] }>(
      '/top/tracks?range=long_term&limit=200',
      origin,
    )
    .catch(() => ({ items: [] }))
  return new Map(items.map(({ id, plays }) => [id, plays]))
}
