/**
 * Events as bytes in the log: Confluent's framing (a zero, the schema id as four bytes, Avro), one topic a type. Bytes
 * of an older or newer schema are resolved to ours.
 */
import { type Event, type EventType, eventSchema, isEventType } from '@backbeat/contracts/envelope'
import { BackbeatError } from '@backbeat/contracts/errors'
import { eventTypes } from '@backbeat/contracts/generated/events'
import type { EventLog, LogRecord } from '@backbeat/ports/event-log'
import avro, { type Type } from 'avsc'
import type { ConsumedEvent } from './consumer.ts'
import { createSchemaRegistry, plainRecords, schemaId } from './schema-registry.ts'

export interface EventCodec {
  /** Makes the topics of these types (default: all) and publishes their schemas; needed before the first `encode`. */
  ensureTopics(types?: readonly EventType[]): Promise<void>
  /** Throws `event-invalid` when the event does not fit its schema. */
  encode(event: Event): Uint8Array
  /** Throws `schema-unknown` for a schema published since the last look; `decodeRecords` looks itself. */
  decode(topic: string, value: Uint8Array): Event
  decodeRecords(records: readonly LogRecord[]): Promise<ConsumedEvent[]>
}

const partitionsPerTopic = 4
const headerBytes = 5
const slabBytes = 256 * 1024

export function createEventCodec({ events }: { events: EventLog }): EventCodec {
  const registry = createSchemaRegistry(events)
  const readers = new Map<EventType, { type: Type; id: number }>()
  const resolvers = new Map<string, unknown>()
  const ensured = new Set<EventType>()
  const encodeBytes = slabEncoder()

  const readerOf = (type: EventType): { type: Type; id: number } => {
    let reader = readers.get(type)
    if (!reader) {
      const schema = plainRecords(avro.Type.forSchema(eventSchema(type) as avro.Schema))
      reader = { type: schema, id: schemaId(schema) }
      readers.set(type, reader)
    }
    return reader
  }

  /** Undefined when the bytes were written with our own schema. */
  const resolverFor = (topic: EventType, id: number): unknown => {
    const key = `${topic} ${id}`
    if (resolvers.has(key)) return resolvers.get(key)
    const reader = readerOf(topic)
    const writer = registry.find(id)
    if (id !== reader.id && !writer) {
      throw new BackbeatError('schema-unknown', `No schema ${id} was published for ${topic}.`)
    }
    const resolver = id === reader.id ? undefined : reader.type.createResolver(writer as Type)
    resolvers.set(key, resolver)
    return resolver
  }

  const decode = (topic: string, value: Uint8Array): Event => {
    if (!isEventType(topic)) throw new BackbeatError('topic-unknown', `${topic} holds no events.`)
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    if (bytes.length < headerBytes || bytes[0] !== 0) {
      throw new BackbeatError('event-invalid', `A record of ${topic} is not framed as an event.`)
    }
    const resolver = resolverFor(topic, bytes.readInt32BE(1))
    // The types of avsc lack the resolver here.
    const { type } = readerOf(topic) as { type: { decode: Decode } }
    const { value: event, offset } = type.decode(bytes, headerBytes, resolver)
    if (offset !== bytes.length) {
      throw new BackbeatError('event-invalid', `A record of ${topic} has the wrong length.`)
    }
    event.type = topic
    return event
  }

  return {
    async ensureTopics(types = Object.keys(eventTypes) as EventType[]) {
      const missing = types.filter((type) => !ensured.has(type))
      if (missing.length === 0) return
      const present = new Set((await events.topics()).map((topic) => topic.name))
      for (const type of missing) {
        if (!present.has(type)) {
          await events.createTopic({ name: type, partitions: partitionsPerTopic })
        }
        await registry.publish(`${type}-value`, eventSchema(type))
        ensured.add(type)
      }
    },
    encode(event) {
      const { type, id } = readerOf(event.type)
      return encodeBytes(type, id, event)
    },
    decode,
    async decodeRecords(records) {
      const decodeAll = () => records.map((record) => decodeRecord(decode, record))
      try {
        return decodeAll()
      } catch (error) {
        if (!(error instanceof BackbeatError) || error.code !== 'schema-unknown') throw error
        await registry.refresh()
        return decodeAll()
      }
    },
  }
}

type Decode = (bytes: Buffer, at: number, resolver: unknown) => { value: Event; offset: number }

function decodeRecord(decode: EventCodec['decode'], record: LogRecord): ConsumedEvent {
  const event = decode(record.topic, record.value) as ConsumedEvent
  event.partition = record.partition
  event.offset = record.offset
  return event
}

/** Encodes into shared slabs: an allocation of its own for each event would cost as much as the encoding. */
function slabEncoder() {
  let slab = Buffer.allocUnsafeSlow(slabBytes)
  let used = 0
  return (type: Type, id: number, event: Event): Uint8Array => {
    let end = encodeAt(type, event, slab, used + headerBytes)
    if (end < 0) {
      const missing = -end
      slab = Buffer.allocUnsafeSlow(Math.max(slabBytes, slab.length - used + missing))
      used = 0
      end = encodeAt(type, event, slab, headerBytes)
    }
    slab[used] = 0
    slab.writeInt32BE(id, used + 1)
    const bytes = slab.subarray(used, end)
    used = end
    return bytes
  }
}

function encodeAt(type: Type, event: Event, target: Buffer, at: number): number {
  try {
    return type.encode(event, target, at)
  } catch (cause) {
    throw new BackbeatError('event-invalid', `${event.type}: ${(cause as Error).message}`, {
      cause,
    })
  }
}
