/** What the listener heard: recently, and most. */

import { topAlbumSchema } from '@backbeat/contracts/api/app'
import {
  artistSchema,
  type PlayHistory,
  pageOf as pageSchema,
  recentlyPlayedSchema,
  trackSchema,
} from '@backbeat/contracts/api/spotify'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { type Call, type Endpoint, endpoint, pageQuery } from '../endpoint.ts'
import type { Origin } from '../peers.ts'
import { pageOf, pathOf } from './paging.ts'

const tag = 'Player'

export interface RecentPage {
  items: { trackId: string; playedAt: string; context: string | null }[]
}
export interface TopPage {
  items: { id: string; plays: number; playedMs: number }[]
  total: number
}

export function historyEndpoints(dependencies: Dependencies): Endpoint[] {
  return [
    recentlyPlayed(dependencies),
    topArtists(dependencies),
    topTracks(dependencies),
    topAlbums(dependencies),
  ]
}

const millis = z.coerce.number().int().min(0).optional()

function recentlyPlayed(dependencies: Dependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/v1/me/player/recently-played',
    tag,
    summary: 'Tracks heard, latest first',
    description: '`before` or `after`: milliseconds since 1970.',
    access: { scopes: ['user-read-recently-played'] },
    query: z.object({
      limit: z.coerce.number().int().min(1).max(50).default(20),
      before: millis,
      after: millis,
    }),
    answers: { 200: recentlyPlayedSchema },
    handle: async (call) => {
      const { limit, before, after } = call.query
      const from =
        before !== undefined ? `&before=${before}` : after !== undefined ? `&after=${after}` : ''
      const page = await dependencies.peers.playback.get<RecentPage>(
        `/recently-played?limit=${limit}${from}`,
        call,
      )
      const items = await playHistory(dependencies, page, call)
      const path = `${dependencies.base}/v1/me/player/recently-played?limit=${limit}`
      const at = (item: RecentPage['items'][number] | undefined) =>
        String(Date.parse(item?.playedAt ?? ''))
      const full = page.items.length === limit
      return {
        items,
        limit,
        href: path + from,
        next: full ? `${path}&before=${at(page.items.at(-1))}` : null,
        cursors:
          page.items.length > 0
            ? { after: at(page.items[0]), before: at(page.items.at(-1)) }
            : null,
      }
    },
  })
}

/** Plays of tracks that left the catalog are left out. */
export async function playHistory(
  { catalog, base }: Dependencies,
  page: RecentPage,
  origin: Origin,
): Promise<PlayHistory[]> {
  const ids = [...new Set(page.items.map(({ trackId }) => trackId))]
  const tracks = await catalog.tracks(ids, origin)
  const byId = new Map(ids.map((id, at) => [id, tracks[at]]))
  return page.items.flatMap(({ trackId, playedAt, context }) => {
    const track = byId.get(trackId)
    return track ? [{ track, played_at: playedAt, context: contextOf(base, context) }] : []
  })
}

/** `spotify:album:<id>` → the object that clients show. */
function contextOf(base: string, uri: string | null): PlayHistory['context'] {
  const [, type, id] = /^\w+:(\w+):([^:]+)$/.exec(uri ?? '') ?? []
  if (!uri || !type || !id) return null
  return {
    type,
    uri,
    href: `${base}/v1/${type}s/${id}`,
    external_urls: { spotify: `${base}/${type}/${id}` },
  }
}

const topQuery = z.object({
  time_range: z.enum(['short_term', 'medium_term', 'long_term']).default('medium_term'),
  ...pageQuery(20, 50),
})
type TopCall = Call<unknown, z.output<typeof topQuery>>
const access = { scopes: ['user-top-read'] }

/** A page of what was played most; items that left the catalog are left out. */
async function topOf<T>(
  { peers, base }: Dependencies,
  kind: 'artists' | 'tracks' | 'albums',
  from: { call: TopCall; load: (ids: string[]) => Promise<(T | null)[]> },
) {
  const { call, load } = from
  const { time_range, limit, offset } = call.query
  const page = await peers.playback.get<TopPage>(
    `/top/${kind}?range=${time_range}&offset=${offset}&limit=${limit}`,
    call,
  )
  const loaded = await load(page.items.map(({ id }) => id))
  const rows = page.items.flatMap((play, at) => {
    const item = loaded[at]
    return item ? [{ item, play }] : []
  })
  const slice = { items: rows.map(({ item }) => item), total: page.total, offset, limit }
  return { rows, page: pageOf(base, pathOf(call.url), slice) }
}

function topArtists(dependencies: Dependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/v1/me/top/artists',
    tag,
    summary: 'Artists that the listener hears most',
    access,
    query: topQuery,
    answers: { 200: pageSchema(artistSchema) },
    handle: async (call) => {
      const load = (ids: string[]) => dependencies.catalog.artists(ids, call)
      return (await topOf(dependencies, 'artists', { call, load })).page
    },
  })
}

function topTracks(dependencies: Dependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/v1/me/top/tracks',
    tag,
    summary: 'Tracks that the listener hears most',
    access,
    query: topQuery,
    answers: { 200: pageSchema(trackSchema) },
    handle: async (call) => {
      const load = (ids: string[]) => dependencies.catalog.tracks(ids, call)
      return (await topOf(dependencies, 'tracks', { call, load })).page
    },
  })
}

/** Ours: Spotify has no such list. */
function topAlbums(dependencies: Dependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/v1/me/top/albums',
    tag,
    summary: 'Albums that the listener hears most',
    access,
    query: topQuery,
    answers: { 200: pageSchema(topAlbumSchema) },
    handle: async (call) => {
      const load = (ids: string[]) => dependencies.catalog.albums(ids, call)
      const { rows, page } = await topOf(dependencies, 'albums', { call, load })
      const items = rows.map(({ item, play }) => ({
        ...item,
        plays: play.plays,
        played_ms: play.playedMs,
      }))
      return { ...page, items }
    },
  })
}
