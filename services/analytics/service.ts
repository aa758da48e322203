/** The analytics service: lands every event in the lake, as Parquet by type and hour. */
import type { EventType } from '@backbeat/contracts/envelope'
import { eventTypes } from '@backbeat/contracts/generated/events'
import { setting } from '@backbeat/runtime/config'
import { createEventCodec } from '@backbeat/runtime/event-codec'
import { defineService } from '@backbeat/runtime/service'
import { z } from 'zod'
import { startLanding } from './lake/lake-landing.ts'
import { createLakeMeter } from './lake/lake-meter.ts'
import { analyticsRoutes } from './routes.ts'

const types = Object.keys(eventTypes) as EventType[]
const rowsMax = 50_000

export const analytics = defineService({
  name: 'analytics',
  summary: 'Lands every event in the lake as Parquet files that SQL can query.',
  needs: ['events', 'objects'],
  settings: {
    flushMs: setting({
      env: 'BACKBEAT_LAKE_FLUSH_MS',
      schema: z.coerce.number().int().min(50).max(3_600_000).default(2_000),
      doc: 'How long events gather before they land in the lake, in ms, from 50 to 3600000.',
    }),
  },
  publishes: [],
  consumes: [{ group: 'lake', types }],
  migrations: {},
  async start({ ports, settings, log, metrics, clock }) {
    const landing = await startLanding({
      ...ports,
      codec: createEventCodec(ports),
      types,
      clock,
      log,
      meter: createLakeMeter(metrics),
      flushMs: settings.flushMs,
      rowsMax,
    })
    const routes = analyticsRoutes(landing, log)
    return { fetch: async (request) => routes.fetch(request), stop: () => landing.stop() }
  },
})
