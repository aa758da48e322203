/** What the caller heard: recently, most, and in sums. */
import { BackbeatError } from '@backbeat/contracts/errors'
import type { Clock } from '@backbeat/runtime/clock'
import { callerOf, jsonErrors } from '@backbeat/runtime/http'
import type { Logger } from '@backbeat/runtime/log'
import { Hono } from 'hono'
import { z } from 'zod'
import { dayOf, firstDayOf, ranges } from './heard.ts'
import {
  listeningStats,
  recentlyPlayed,
  topAlbums,
  topArtists,
  topTracks,
} from './history-queries.ts'
import type { Database } from './store.ts'

const cursor = z.coerce.number().int().min(0).optional()
const recentQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(20),
  before: cursor,
  after: cursor,
})
const topQuery = z.object({
  range: z.enum(ranges).default('medium_term'),
  limit: z.coerce.number().int().min(1).max(500).default(20),
  offset: z.coerce.number().int().min(0).default(0),
})
const statsQuery = z.object({ days: z.coerce.number().int().min(1).max(366).default(30) })
const tops = { tracks: topTracks, artists: topArtists, albums: topAlbums }
const dayMs = 24 * 60 * 60 * 1000

export function playbackRoutes(options: { db: Database; clock: Clock; log: Logger }): Hono {
  const { db, clock } = options
  const app = new Hono()
  app.onError(jsonErrors(options.log))

  app.get('/recently-played', async (context) => {
    const { userId } = callerOf(context.req.raw)
    const query = parse(recentQuery, context.req.query())
    return context.json({ items: await recentlyPlayed(db, { userId, ...query }) })
  })

  for (const [kind, top] of Object.entries(tops)) {
    app.get(`/top/${kind}`, async (context) => {
      const { userId } = callerOf(context.req.raw)
      const { range, limit, offset } = parse(topQuery, context.req.query())
      const since = firstDayOf(range, clock())
      return context.json(await top(db, { userId, since, limit, offset }))
    })
  }

  app.get('/stats', async (context) => {
    const { userId } = callerOf(context.req.raw)
    const { days } = parse(statsQuery, context.req.query())
    return context.json(await listeningStats(db, userId, dayOf(clock() - (days - 1) * dayMs)))
  })
  return app
}

function parse<S extends z.ZodType>(schema: S, query: Record<string, string>): z.output<S> {
  const parsed = schema.safeParse(query)
  if (parsed.success) return parsed.data
  throw new BackbeatError('bad-request', z.prettifyError(parsed.error))
}
