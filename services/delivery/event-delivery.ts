/**
 * The last step before the log, the same for both roads: encode, append, acknowledge once durable. Events of clients
 * are told apart by their ids, events of spools by the producer's epoch and sequence.
 */
import { type Event, eventKey } from '@backbeat/contracts/envelope'
import type { AppendRecord, EventLog } from '@backbeat/ports/event-log'
import type { Clock } from '@backbeat/runtime/clock'
import type { EventCodec } from '@backbeat/runtime/event-codec'
import type { DeliveryMeter } from './delivery-meter.ts'

/** Where an event comes from: its writer, the writer's start, its place in it. */
export interface Origin {
  producerId: string
  epoch: number
  sequence: number
}

/** An event of a client; without an origin of its own it is numbered here. */
export type UnnumberedEvent = Pick<Event, 'id' | 'type' | 'time' | 'userId' | 'data'> & {
  origin?: Origin
}
export type SpooledEvent = UnnumberedEvent & { origin: Origin }

export interface Delivered {
  accepted: number
  duplicates: number
}

/** Events that are encoded; `append` acknowledges them. */
export interface PreparedEvents {
  append(): Promise<Delivered>
}

export interface EventDelivery {
  /** Resolves when all are durable, or throws when none is known to be. */
  deliverFromClient(events: readonly UnnumberedEvent[]): Promise<Delivered>
  /** Only one batch of a producer may be in `append` at a time: a later one would make the log refuse the earlier. */
  prepareFromSpool(events: readonly SpooledEvent[]): PreparedEvents
}

export interface EventDeliveryOptions {
  events: EventLog
  codec: EventCodec
  clock: Clock
  meter: DeliveryMeter
  /** The origin of clients' events; its sequence counts on from 0. */
  identity: { producerId: string; epoch: number }
}

export function createEventDelivery(options: EventDeliveryOptions): EventDelivery {
  const { events, codec, clock, meter, identity } = options
  let sequence = 0

  const encode = (
    event: UnnumberedEvent,
    origin: Origin,
    receivedAt: number,
  ): Omit<AppendRecord, 'dedupe'> => ({
    topic: event.type,
    key: eventKey(event),
    value: codec.encode({
      id: event.id,
      type: event.type,
      time: event.time,
      receivedAt,
      producerId: origin.producerId,
      epoch: origin.epoch,
      sequence: origin.sequence,
      userId: event.userId,
      data: event.data,
    }),
    timestampMs: receivedAt,
  })
  const append = async (road: 'client' | 'spool', records: AppendRecord[]): Promise<Delivered> => {
    if (records.length === 0) return { accepted: 0, duplicates: 0 }
    const startedAt = performance.now()
    const results = await events.append(records)
    return meter.delivered(road, records, results, performance.now() - startedAt)
  }

  return {
    deliverFromClient(batch) {
      const now = clock()
      const records = batch.map((event): AppendRecord => {
        const origin = event.origin ?? { ...identity, sequence: sequence++ }
        return { ...encode(event, origin, now), dedupe: { eventId: event.id } }
      })
      return append('client', records)
    },
    prepareFromSpool(batch) {
      const now = clock()
      const records = batch.map(
        (event): AppendRecord => ({ ...encode(event, event.origin, now), dedupe: event.origin }),
      )
      return { append: () => append('spool', records) }
    },
  }
}
