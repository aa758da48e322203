/** Starts one service: its database schema, outbox, producer and consumers; and ends them in the right order. */

import { systemClock } from '@backbeat/runtime/clock'
import type { Settings, SettingValues } from '@backbeat/runtime/config'
import { createConsumers } from '@backbeat/runtime/consumer'
import { migrate, openDatabase } from '@backbeat/runtime/database'
import type { EventCodec } from '@backbeat/runtime/event-codec'
import type { Logger } from '@backbeat/runtime/log'
import type { Metrics } from '@backbeat/runtime/metrics'
import { createOutbox } from '@backbeat/runtime/outbox'
import { createProducer } from '@backbeat/runtime/producer'
import type { Fetch, Ports, RunningService, Service } from '@backbeat/runtime/service'
import type { Kysely } from 'kysely'

export interface HostedService {
  running: RunningService
  stop(): Promise<void>
}

export interface HostOptions {
  settings: SettingValues<Settings>
  ports: Ports
  codec: EventCodec
  databaseUrl: string
  dataDir: string
  spoolDir: string
  publicUrl: string
  log: Logger
  metrics: Metrics
  secret: (purpose: string) => string
  peers: Readonly<Record<string, Fetch>>
}

export async function startService(service: Service, host: HostOptions): Promise<HostedService> {
  const { name } = service
  const log = host.log.child({ service: name })
  const { db, url, close } = openDatabase(host.databaseUrl, name)
  const stopping = new AbortController()
  const { signal } = stopping
  const { codec, metrics } = host
  const { events } = host.ports
  await migrate(db, name, service.migrations)
  const producer = await createProducer({ name, spoolDir: host.spoolDir, clock: systemClock, log })
  const outboxOptions = { db, databaseUrl: url, service: name, events, codec, log, signal }
  const outbox = await createOutbox({ ...outboxOptions, clock: systemClock })
  const consumers = createConsumers({ db, service: name, events, codec, log, metrics, signal })
  const running = await service.start({
    ports: only(host.ports, service.needs),
    settings: host.settings,
    dataDir: host.dataDir,
    publicUrl: host.publicUrl,
    database: <Tables>() => db as Kysely<Tables>,
    databaseUrl: url,
    log,
    metrics,
    clock: systemClock,
    outbox,
    producer,
    consumers,
    secret: host.secret,
    peers: service.name === 'gateway' ? host.peers : {},
    signal,
  })
  return {
    running,
    stop: async () => {
      stopping.abort()
      await running.stop?.()
      await consumers.stop()
      await outbox.stop()
      await producer.close()
      await close()
    },
  }
}

/** The declared ports and no others. */
function only(ports: Ports, needs: readonly (keyof Ports)[]): Ports {
  return Object.fromEntries(needs.map((need) => [need, ports[need]])) as unknown as Ports
}
