/**
 * The envelope around every event, and the Avro schema of the whole: one flat record a topic, so that any Kafka tool
 * can read it. Times are milliseconds since 1970 UTC.
 */
import { type EventData, eventTypes } from './generated/events.ts'

export type EventType = keyof EventData

/** An event as it lies in the log. */
export interface Event<T extends EventType = EventType> {
  /** UUID; the same event sent twice has the same id. */
  id: string
  type: T
  /** When it happened, by the clock of who saw it. */
  time: number
  /** When delivery took it; hours of the lake go by this. */
  receivedAt: number
  /** Who wrote it down, e.g. `search@host` or `delivery@host` for clients without a producer of their own. */
  producerId: string
  /** Counts the starts of the producer; a lower epoch is fenced. */
  epoch: number
  /** Counts the events of a producer within its epoch, from 0. */
  sequence: number
  /** The listener it is about, if any. */
  userId: string | null
  data: EventData[T]
}

export const isEventType = (type: string): type is EventType => Object.hasOwn(eventTypes, type)

/** The Avro schema of an event of this type with its envelope. */
export function eventSchema(type: EventType): Record<string, unknown> {
  const { name, dataSchema } = eventTypes[type]
  return {
    type: 'record',
    name: `${name}Event`,
    namespace: dataSchema.namespace,
    doc: dataSchema.doc,
    fields: [
      { name: 'id', type: { type: 'string', logicalType: 'uuid' } },
      { name: 'time', type: { type: 'long', logicalType: 'timestamp-millis' } },
      { name: 'receivedAt', type: { type: 'long', logicalType: 'timestamp-millis' } },
      { name: 'producerId', type: 'string' },
      { name: 'epoch', type: 'int' },
      { name: 'sequence', type: 'long' },
      { name: 'userId', type: ['null', 'string'], default: null },
      { name: 'data', type: dataSchema },
    ],
  }
}

/** What keeps its order in the log: a listener's events, else a track's, else the event alone. */
export function eventKey(event: Pick<Event, 'id' | 'userId' | 'data'>): string {
  if (event.userId) return event.userId
  return 'trackId' in event.data ? event.data.trackId : event.id
}
