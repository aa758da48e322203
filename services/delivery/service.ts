/** The delivery service: takes events from clients and from this machine's spools into the event log. */
import { join } from 'node:path'
import { createEventCodec } from '@backbeat/runtime/event-codec'
import { beginEpoch } from '@backbeat/runtime/producer-identity'
import { defineService } from '@backbeat/runtime/service'
import { createDeliveryMeter } from './delivery-meter.ts'
import { createEventDelivery } from './event-delivery.ts'
import { deliveryRoutes } from './routes.ts'
import { startTailer } from './spool/tailer.ts'

export const delivery = defineService({
  name: 'delivery',
  summary:
    'Takes events from clients and spool files, checks them, and makes them durable in the log.',
  needs: ['events'],
  settings: {},
  publishes: ['playback.track-started', 'playback.track-played', 'playback.track-skipped'],
  consumes: [],
  migrations: {},
  async start({ ports, dataDir, log, metrics, clock, signal }) {
    const { events } = ports
    const spoolDir = join(dataDir, 'spool')
    const codec = createEventCodec({ events })
    await codec.ensureTopics()
    const meter = createDeliveryMeter(metrics)
    const identity = await beginEpoch(spoolDir, 'clients')
    const eventDelivery = createEventDelivery({ events, codec, clock, meter, identity })
    const tailer = await startTailer({ spoolDir, delivery: eventDelivery, meter, log, signal })
    const routes = deliveryRoutes({ delivery: eventDelivery, meter, clock, tailer, log })
    return {
      fetch: async (request) => routes.fetch(request),
      stop: () => tailer.stop(),
    }
  },
})
