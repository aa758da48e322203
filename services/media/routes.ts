/** HTTP in, for the gateway alone. */

import { BackbeatError } from '@backbeat/contracts/errors'
import { isId } from '@backbeat/contracts/ids'
import type { Clock } from '@backbeat/runtime/clock'
import { jsonErrors } from '@backbeat/runtime/http'
import type { Logger } from '@backbeat/runtime/log'
import { Hono } from 'hono'
import { z } from 'zod'
import { buildManifest } from './manifest.ts'
import * as store from './store.ts'

export interface RouteOptions {
  db: store.Db
  clock: Clock
  log: Logger
  secret: string
  encoderName(): string
  /** Somebody waits for renditions: look at the queue now. */
  wake(): void
}

const prioritizeBody = z.object({ trackIds: z.array(z.string().refine(isId)).max(500) })
const failuresListedMax = 100

export function routes({ db, clock, log, secret, encoderName, wake }: RouteOptions): Hono {
  const app = new Hono()
  app.onError(jsonErrors(log))
  app.get('/tracks/:id/manifest', async (c) => {
    const track = await store.findTrack(db, c.req.param('id'))
    if (!track) throw new BackbeatError('not-found')
    const [renditions, pending] = await Promise.all([
      store.findRenditions(db, track.source_hash),
      store.findPending(db, track.source_hash),
    ])
    if (pending.length > 0) {
      await store.prioritize(db, [track.track_id])
      wake()
    }
    return c.json(buildManifest({ track, renditions, pending }, { secret, nowMs: clock() }))
  })
  app.post('/prioritize', async (c) => {
    const body = prioritizeBody.safeParse(await c.req.json().catch(() => null))
    if (!body.success) throw new BackbeatError('bad-request', z.prettifyError(body.error))
    const prioritized = await store.prioritize(db, body.data.trackIds)
    if (prioritized > 0) wake()
    return c.json({ prioritized }, 202)
  })
  app.get('/status', async (c) => {
    const [queue, failures] = await Promise.all([
      store.countQueue(db),
      store.listFailures(db, failuresListedMax),
    ])
    return c.json({
      encoder: encoderName(),
      ...queue,
      failures: failures.map((row) => ({
        trackId: row.track_id,
        level: row.level,
        reason: row.reason,
        at: row.failed_at.toISOString(),
      })),
    })
  })
  return app
}
