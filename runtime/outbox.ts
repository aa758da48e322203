/**
 * Transactional outbox: the event is a row in the same transaction as the state it tells of; a relay moves rows to the
 * event log, so that both happen or neither.
 */
import type { Event, EventType } from '@backbeat/contracts/envelope'
import type { EventData } from '@backbeat/contracts/generated/events'
import { newEventId } from '@backbeat/contracts/ids'
import type { EventLog } from '@backbeat/ports/event-log'
import type { Kysely } from 'kysely'
import type { Clock } from './clock.ts'
import type { EventCodec } from './event-codec.ts'
import type { Logger } from './log.ts'
import { startOutboxRelay } from './outbox-relay.ts'
import { createOutboxTables, currentSchema, hasRows, insertRows } from './outbox-store.ts'

export interface OutboxEvent<T extends EventType = EventType> {
  type: T
  data: EventData[T]
  userId?: string | null
}

export interface Outbox {
  /** Adds events inside the caller's transaction, in order; one statement for all of them. */
  // biome-ignore lint/suspicious/noExplicitAny: any transaction will do, whatever tables it knows
  write(trx: Kysely<any>, events: readonly OutboxEvent[]): Promise<void>
}

export interface OutboxOptions {
  // biome-ignore lint/suspicious/noExplicitAny: it brings its own tables
  db: Kysely<any>
  /** With the same search path as `db`; for LISTEN. */
  databaseUrl: string
  service: string
  events: EventLog
  codec: EventCodec
  log: Logger
  clock: Clock
  signal: AbortSignal
}

/** Makes the table and starts the relay with the first event, or at once when an earlier run left some. */
export async function createOutbox(
  options: OutboxOptions,
): Promise<Outbox & { stop(): Promise<void> }> {
  const { db, codec, clock } = options
  await createOutboxTables(db)
  const schema = await currentSchema(db)
  const channel = `outbox_${schema}`
  const producerId = `${options.service}-outbox@${schema}`
  let relay: { stop(): Promise<void> } | undefined
  const begin = () => {
    relay ??= startOutboxRelay({ ...options, channel, producerId })
  }
  if (await hasRows(db)) begin()
  return {
    async write(trx, written) {
      if (written.length === 0) return
      const events = written.map((event): Event => toEvent(event, clock(), producerId))
      // An event that can't be encoded must fail here, in the caller's hands, not in the relay.
      for (const event of events) codec.encode(event)
      await insertRows(trx, events, channel)
      begin()
    },
    stop: async () => relay?.stop(),
  }
}

const toEvent = (event: OutboxEvent, time: number, producerId: string): Event => ({
  id: newEventId(),
  type: event.type,
  time,
  receivedAt: time,
  producerId,
  epoch: 0,
  sequence: 0,
  userId: event.userId ?? null,
  data: event.data,
})
