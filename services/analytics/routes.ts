/** HTTP in: how the lake is doing. */
import { jsonErrors } from '@backbeat/runtime/http'
import type { Logger } from '@backbeat/runtime/log'
import { Hono } from 'hono'
import type { Landing } from './lake/lake-landing.ts'
import { lakeStatus } from './lake/lake-status.ts'

export function analyticsRoutes(landing: Landing, log: Logger): Hono {
  const app = new Hono()
  app.onError(jsonErrors(log))
  app.get('/lake/status', async (context) => context.json(await lakeStatus(landing)))
  return app
}
