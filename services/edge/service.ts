/** The edge: audio bytes by signed link, straight from the object store. */
import { setting } from '@backbeat/runtime/config'
import { defineService } from '@backbeat/runtime/service'
import { z } from 'zod'
import { audioFiles, audioPrefix } from './audio-files.ts'
import { hotObjects } from './hot-objects.ts'

export const edge = defineService({
  name: 'edge',
  summary: 'Serves audio bytes by signed link with Range, from memory while they are hot.',
  needs: ['objects'],
  settings: {
    edgeCacheMib: setting({
      env: 'BACKBEAT_EDGE_CACHE_MIB',
      schema: z
        .string()
        .regex(/^\d{1,5}$/, 'a whole number of MiB')
        .default('128')
        .transform(Number),
      doc: 'Memory for audio that is played now, in MiB (default 128).',
    }),
  },
  publishes: ['edge.audio-served'],
  consumes: [],
  migrations: {},
  async start(context) {
    const handle = audioFiles({
      hot: hotObjects({
        objects: context.ports.objects,
        clock: context.clock,
        cacheBytesMax: Math.max(1, context.settings.edgeCacheMib) * 1024 * 1024,
      }),
      secret: context.secret('signed-url'),
      clock: context.clock,
      log: context.log,
      served: (event) => context.producer.emit('edge.audio-served', event),
    })
    return { entries: [{ prefix: audioPrefix, handle }] }
  },
})
