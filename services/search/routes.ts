/** What the gateway asks of search. */
import { BackbeatError } from '@backbeat/contracts/errors'
import { callerOf, jsonErrors } from '@backbeat/runtime/http'
import type { Logger } from '@backbeat/runtime/log'
import type { Producer } from '@backbeat/runtime/producer'
import { Hono } from 'hono'
import { z } from 'zod'
import { search } from './find.ts'
import { type Finder, type Kind, kinds } from './store/query.ts'

export interface RouteOptions {
  finder: Finder
  producer: Pick<Producer, 'emit'>
  log: Logger
}

const querySchema = z.object({
  q: z.string().max(2_000).default(''),
  types: z
    .string()
    .max(200)
    .default(kinds.join())
    .transform((list) => list.split(',').filter(Boolean))
    .pipe(z.array(z.string()).min(1)),
  offset: z.coerce.number().int().min(0).max(1_000).default(0),
  limit: z.coerce.number().int().min(1).max(50).default(20),
})

const plural = {
  artist: 'artists',
  album: 'albums',
  track: 'tracks',
  playlist: 'playlists',
} as const

export function createRoutes({ finder, producer, log }: RouteOptions): Hono {
  const app = new Hono()
  app.onError(jsonErrors(log))
  app.notFound(() => {
    throw new BackbeatError('not-found')
  })
  app.get('/search', async (c) => {
    const { userId } = callerOf(c.req.raw)
    const query = querySchema.safeParse(c.req.query())
    if (!query.success) throw new BackbeatError('bad-request', z.prettifyError(query.error))
    const { q, types, offset, limit } = query.data
    // Kinds that we don't have (shows, episodes) find nothing; asking for them is no error.
    const wanted = kinds.filter((kind) => types.includes(kind))
    const result = await search(finder, { text: q, kinds: wanted, offset, limit, userId })
    noteSearch(producer, { q, wanted, offset, userId, total: result.total })
    const lists = [...result.byKind].map(([kind, found]) => [plural[kind], found])
    return c.json({ ...Object.fromEntries(lists), best: offset === 0 ? result.best : null })
  })
  return app
}

interface Searched {
  q: string
  wanted: Kind[]
  offset: number
  userId: string
  total: number
}

/** First letters and further pages are not searches of their own. */
function noteSearch(producer: Pick<Producer, 'emit'>, searched: Searched): void {
  const query = searched.q.trim().slice(0, 200).toWellFormed()
  if (query.length < 2 || searched.offset > 0) return
  const { wanted: types, total: resultCount, userId } = searched
  producer.emit('search.searched', { query, types, resultCount }, { userId })
}
