/**
 * Transactional outbox: the event is a row in the same transaction as the state it tells of; a relay moves rows to the
 * event log, so that both happen or neither.
 */
import type { EventType } from '@backbeat/contracts/envelope'
import type { EventData } from '@backbeat/contracts/generated/events'
import type { Kysely } from 'kysely'

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
