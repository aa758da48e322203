/**
 * The edge in a process of its own, as `apps/main.ts` runs it: the real listener, object store and events' producer.
 * Started by `stream.ts`, which tells it where the music is.
 */
import { join } from 'node:path'
import { fileObjectStore } from '@backbeat/adapters/embedded/object-store'
import { edge } from '@backbeat/edge'
import { systemClock } from '@backbeat/runtime/clock'
import { listen } from '@backbeat/runtime/http'
import { createLogger } from '@backbeat/runtime/log'
import { createMetrics } from '@backbeat/runtime/metrics'
import { createProducer } from '@backbeat/runtime/producer'

export interface StreamServerSetup {
  folder: string
  secret: string
}

process.once('message', async ({ folder, secret }: StreamServerSetup) => {
  const log = createLogger('warn')
  const metrics = createMetrics()
  const objects = fileObjectStore(join(folder, 'objects'))
  objects.mount('library/bench', join(folder, 'music'))
  const spoolDir = join(folder, 'spool')
  const producer = await createProducer({ name: 'edge', spoolDir, clock: systemClock, log })
  const { entries = [] } = await edge.start({
    ...{ ports: { objects }, settings: { edgeCacheMib: 128 }, producer, log, metrics },
    clock: systemClock,
    secret: () => secret,
  } as unknown as Parameters<typeof edge.start>[0])
  const listener = await listen({
    ...{ host: '127.0.0.1', port: 0, log, metrics, entries: () => entries },
    fetch: async () => new Response(null, { status: 404 }),
  })
  process.send?.(listener.port)
})
process.once('disconnect', () => process.exit(0))
