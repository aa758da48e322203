/** The catalog as lists for our own player: everything, sorted and filtered, in pages of up to 500. */

import { genreSchema, listOf, lyricsSchema, statsSchema } from '@backbeat/contracts/api/app'
import type { Genre as CatalogGenre, Page } from '@backbeat/contracts/api/catalog'
import { artistSchema, simplifiedAlbumSchema, trackSchema } from '@backbeat/contracts/api/spotify'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import {
  always,
  type Call,
  type Endpoint,
  endpoint,
  idParams,
  idSchema,
  pageQuery,
  unlessRandom,
} from '../endpoint.ts'

const tag = 'Player lists'
const filters = { genre: z.string().max(200).optional(), artistId: idSchema.optional() }

const artistQuery = z.object({ sort: z.enum(['name']).default('name'), ...pageQuery(50) })
const albumQuery = z.object({
  sort: z.enum(['added', 'title', 'released', 'random']).default('added'),
  ...filters,
  groups: z.string().max(100).optional(),
  ...pageQuery(50),
})
const trackQuery = z.object({
  sort: z.enum(['title', 'artist', 'album', 'added', 'random']).default('title'),
  ...filters,
  albumId: idSchema.optional(),
  ...pageQuery(50),
})

export function listEndpoints(dependencies: Dependencies): Endpoint[] {
  const { catalog } = dependencies
  return [
    endpoint({
      method: 'get',
      path: '/app/v1/artists',
      tag,
      summary: 'Artists',
      access: { user: true },
      hot: always,
      query: artistQuery,
      answers: { 200: listOf(artistSchema) },
      handle: (call) => listed(call, (query) => catalog.listArtists(query, call)),
    }),
    endpoint({
      method: 'get',
      path: '/app/v1/albums',
      tag,
      summary: 'Albums',
      access: { user: true },
      hot: unlessRandom,
      query: albumQuery,
      answers: { 200: listOf(simplifiedAlbumSchema) },
      handle: (call) => listed(call, (query) => catalog.listAlbums(query, call)),
    }),
    endpoint({
      method: 'get',
      path: '/app/v1/tracks',
      tag,
      summary: 'Tracks',
      access: { user: true },
      hot: unlessRandom,
      query: trackQuery,
      answers: { 200: listOf(trackSchema) },
      handle: (call) => listed(call, (query) => catalog.listTracks(query, call)),
    }),
    ...small(dependencies),
  ]
}

type ListCall = Call<unknown, { limit: number; offset: number }>

async function listed<T>(call: ListCall, load: (query: string) => Promise<Page<T>>) {
  const { offset, limit } = call.query
  const { items, total } = await load(queryText(call.query))
  return { items, total, offset, limit }
}

const queryText = (query: object): string =>
  Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`)
    .join('&')

function small({ peers }: Dependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/app/v1/genres',
      tag,
      summary: 'Genres, that with most tracks first',
      access: { user: true },
      hot: always,
      query: z.object(pageQuery(50)),
      answers: { 200: listOf(genreSchema) },
      handle: (call) =>
        listed(call, async (query) => {
          const page = await peers.catalog.get<Page<CatalogGenre>>(`/genres?${query}`, call)
          const items = page.items.map(({ name, trackCount, albumCount }) => ({
            name,
            track_count: trackCount,
            album_count: albumCount,
          }))
          return { items, total: page.total }
        }),
    }),
    endpoint({
      method: 'get',
      path: '/app/v1/tracks/{id}/lyrics',
      tag,
      summary: 'The lyrics of a track',
      access: { user: true },
      params: idParams,
      answers: { 200: lyricsSchema },
      handle: (call) => peers.catalog.get<object>(`/tracks/${call.params.id}/lyrics`, call),
    }),
    endpoint({
      method: 'get',
      path: '/app/v1/stats',
      tag,
      summary: 'How much there is',
      access: { user: true },
      hot: always,
      answers: { 200: statsSchema },
      handle: (call) => peers.catalog.get<object>('/stats', call),
    }),
  ]
}
