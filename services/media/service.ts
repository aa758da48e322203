/** Media: what each track can be played from, and the workers that make its renditions. */
import { mkdir, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setting } from '@backbeat/runtime/config'
import { defineService } from '@backbeat/runtime/service'
import { z } from 'zod'
import { applyCatalogEvents, consumedTypes } from './events.ts'
import { tracksAndRenditions } from './migrations/0001-tracks-and-renditions.ts'
import { startRenditionQueue } from './rendition-queue.ts'
import { routes } from './routes.ts'
import type { MediaTables } from './store.ts'

/** Background work waits until the catalog has been quiet for this long, so that it doesn't slow an import. */
const quietMs = 5_000

export const media = defineService({
  name: 'media',
  summary: 'Makes the renditions of each track and says with signed links what can be played.',
  needs: ['objects', 'encoder'],
  settings: {
    mediaPrepare: setting({
      env: 'BACKBEAT_MEDIA_PREPARE',
      schema: z.enum(['all', 'played']).default('all'),
      doc: 'Renditions are made of all tracks, or only of those about to be played: all, played (default all).',
    }),
    mediaWorkers: setting({
      env: 'BACKBEAT_MEDIA_WORKERS',
      schema: z
        .string()
        .regex(/^[1-9]\d?$/, 'a whole number from 1 to 99')
        .transform(Number)
        .optional(),
      doc: 'Renditions made at once (default: half the cores, at least 1).',
    }),
  },
  publishes: [],
  consumes: [{ group: 'media', types: consumedTypes }],
  migrations: { '0001-tracks-and-renditions': tracksAndRenditions },
  async start(context) {
    const { log, clock, ports, settings, metrics } = context
    const db = context.database<MediaTables>()
    const temporaryDir = join(context.dataDir, 'media', 'unfinished')
    await rm(temporaryDir, { recursive: true, force: true })
    await mkdir(temporaryDir, { recursive: true })
    const seconds = metrics.histogram(
      'backbeat_rendition_seconds',
      'Time to make a rendition, by level',
      ['level'],
      [0.5, 2, 5, 10, 30, 60, 300],
    )
    const failures = metrics.counter(
      'backbeat_rendition_failures_total',
      'Renditions given up, by level',
      ['level'],
    )
    let lastImportMs = 0
    const queue = startRenditionQueue({
      ...ports,
      db,
      log,
      temporaryDir,
      workers: settings.mediaWorkers ?? Math.max(1, Math.floor(availableParallelism() / 2)),
      background: () => settings.mediaPrepare === 'all' && clock() - lastImportMs > quietMs,
      made: (level, took) => seconds.observe({ level }, took),
      failed: (level) => failures.inc({ level }),
    })
    const projection = await context.consumers.project<MediaTables, (typeof consumedTypes)[number]>(
      {
        group: 'media',
        types: consumedTypes,
        async apply(trx, events) {
          lastImportMs = clock()
          await applyCatalogEvents(trx, events)
        },
      },
    )
    const secret = context.secret('signed-url')
    const { fetch } = routes({
      db,
      clock,
      log,
      secret,
      encoderName: () => ports.encoder.name,
      wake: queue.wake,
    })
    return {
      fetch: async (request) => fetch(request),
      async stop() {
        await projection.stop()
        await queue.stop()
      },
    }
  },
})
