/** Search: the search service finds ids, the catalog and the library say what they are. */
import {
  type Artist,
  type SearchAnswer,
  type SimplifiedAlbum,
  type SimplifiedPlaylist,
  searchAnswerSchema,
  type Track,
} from '@backbeat/contracts/api/spotify'
import { z } from 'zod'
import { present } from '../catalog-reader.ts'
import type { Dependencies } from '../dependencies.ts'
import { type Endpoint, endpoint, pageQuery } from '../endpoint.ts'
import type { Origin } from '../peers.ts'
import { pageOf, pathOf, type Slice } from './paging.ts'
import { playlistsByIds } from './playlist-shapes.ts'

const kinds = ['artist', 'album', 'track', 'playlist'] as const
type Kind = (typeof kinds)[number]
type Hit = Artist | SimplifiedAlbum | Track | SimplifiedPlaylist

interface Found {
  ids: string[]
  total: number
}
type SearchResult = Partial<Record<`${Kind}s`, Found>> & {
  best?: { type: string; id: string } | null
}

const typeList = z
  .string()
  .default(kinds.join(','))
  // Kinds of Spotify that we don't have (show, episode, audiobook) find nothing, which is the truth.
  .transform((text) => kinds.filter((kind) => text.split(',').includes(kind)))
  .meta({ description: `Of ${kinds.join(', ')}`, type: 'string' })

export function searchEndpoints(dependencies: Dependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/v1/search',
      tag: 'Search',
      summary: 'Find artists, albums, tracks and playlists by words or their beginnings',
      access: {},
      query: z.object({
        q: z.string().trim().min(1, 'No search query').max(200),
        type: typeList,
        ...pageQuery(20, 50),
      }),
      answers: { 200: searchAnswerSchema },
      handle: async (call) => {
        const { q, type, limit, offset } = call.query
        if (type.length === 0) return {}
        const found = await dependencies.peers.search.get<SearchResult>(
          `/search?q=${encodeURIComponent(q)}&types=${type}&offset=${offset}&limit=${limit}`,
          call,
        )
        return await answerOf(dependencies, { found, call, types: type })
      },
    }),
  ]
}

async function answerOf(
  dependencies: Dependencies,
  options: {
    found: SearchResult
    types: readonly Kind[]
    call: Origin & { url: URL; query: { limit: number; offset: number } }
  },
): Promise<SearchAnswer> {
  const { found, types, call } = options
  const { limit, offset } = call.query
  const pages = await Promise.all(
    types.map(async (kind) => {
      const { ids, total } = found[`${kind}s`] ?? { ids: [], total: 0 }
      const items = present<Hit>(await hydrate(dependencies, { kind, ids, origin: call }))
      const slice: Slice<Hit> = { items, total, offset, limit }
      return [`${kind}s`, pageOf(dependencies.base, pathOf(call.url), slice)]
    }),
  )
  const best = found.best && types.includes(found.best.type as Kind) ? found.best : null
  return { ...Object.fromEntries(pages), best } as SearchAnswer
}

function hydrate(
  dependencies: Dependencies,
  { kind, ids, origin }: { kind: Kind; ids: string[]; origin: Origin },
): Promise<(Hit | null)[]> {
  const { catalog } = dependencies
  if (kind === 'artist') return catalog.artists(ids, origin)
  if (kind === 'album') return catalog.albums(ids, origin)
  if (kind === 'track') return catalog.tracks(ids, origin)
  return playlistsByIds(dependencies, ids, origin)
}
