/** Consumer groups over the event log, with events decoded. */
import type { Event, EventType } from '@backbeat/contracts/envelope'
import type { Kysely } from 'kysely'

export interface ConsumedEvent<T extends EventType = EventType> extends Event<T> {
  partition: number
  offset: number
}

export interface Consumers {
  /**
   * Keeps tables of the calling service in step with the log, each event applied exactly once: the offset is stored in
   * the transaction that `apply` gets. Batches hold up to 1,000 events of one partition, in order. An error is retried with growing
   * pauses; it never skips.
   */
  project<Tables, T extends EventType>(options: {
    group: string
    types: readonly T[]
    apply(trx: Kysely<Tables>, events: readonly ConsumedEvent<T>[]): Promise<void>
  }): Promise<Projection>
}

export interface Projection {
  /** Events between its position and the end of the log. */
  lag(): Promise<number>
  stop(): Promise<void>
}
