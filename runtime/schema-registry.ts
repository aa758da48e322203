/**
 * Avro schemas by id, kept in the log itself (topic `_schemas`): every writer publishes its schema before its first
 * event, every reader finds any schema there. Ids follow from the schema's text, so no writer has to ask another.
 */
import { createHash } from 'node:crypto'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { EventLog } from '@backbeat/ports/event-log'
import avro, { type Type } from 'avsc'

export const schemasTopic = '_schemas'

export interface SchemaRegistry {
  /** Makes the schema findable for every reader; resolves with its id once that is durable. */
  publish(subject: string, schema: Record<string, unknown>): Promise<number>
  /** The schema with this id if it has been read already. */
  find(id: number): Type | undefined
  /** Reads what others published since the last time. */
  refresh(): Promise<void>
}

interface PublishedSchema {
  subject: string
  id: number
  schema: Record<string, unknown>
}

/** 31 bits of the hash of the parsing canonical form: what decides how bytes are read, not docs and defaults. */
export function schemaId(type: Type): number {
  const hash = createHash('sha256').update(JSON.stringify(type.schema()))
  return hash.digest().readUInt32BE(0) & 0x7fffffff
}

export function createSchemaRegistry(events: EventLog): SchemaRegistry {
  const known = new Map<number, { type: Type; canonical: string }>()
  let nextOffset = 0
  let reading: Promise<void> = Promise.resolve()

  const learn = ({ id, schema, subject }: PublishedSchema): void => {
    const type = plainRecords(avro.Type.forSchema(schema as avro.Schema))
    const canonical = JSON.stringify(type.schema())
    const before = known.get(id)
    if (before && before.canonical !== canonical) {
      throw new BackbeatError('conflict', `Two schemas share the id ${id}; one is of ${subject}.`)
    }
    if (!before) known.set(id, { type, canonical })
  }

  const readOn = async (): Promise<void> => {
    await events.createTopic({ name: schemasTopic, partitions: 1 })
    for (;;) {
      const read = await events.read({ topic: schemasTopic, partition: 0 }, nextOffset)
      for (const record of read.records) learn(JSON.parse(textOf(record.value)) as PublishedSchema)
      nextOffset = read.nextOffset
      if (nextOffset >= read.endOffset) return
    }
  }
  const refresh = (): Promise<void> => {
    reading = reading.catch(() => undefined).then(readOn)
    return reading
  }

  return {
    find: (id) => known.get(id)?.type,
    refresh,
    async publish(subject, schema) {
      const id = schemaId(avro.Type.forSchema(schema as avro.Schema))
      const published: PublishedSchema = { subject, id, schema }
      if (!known.has(id)) await refresh()
      if (!known.has(id)) {
        const value = Buffer.from(JSON.stringify(published))
        await events.append([{ topic: schemasTopic, key: subject, value, timestampMs: Date.now() }])
      }
      learn(published)
      return id
    },
  }
}

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')

/** Lets decoded records be plain objects; avsc would make them instances of classes that equal no literal. */
export function plainRecords(type: Type): Type {
  const seen = new Set<Type>()
  const visit = (at: Type): void => {
    if (seen.has(at)) return
    seen.add(at)
    if (at instanceof avro.types.RecordType) {
      at.recordConstructor.prototype = Object.prototype
      for (const field of at.fields) visit(field.type)
    } else if (at instanceof avro.types.ArrayType) {
      visit(at.itemsType)
    } else if (
      at instanceof avro.types.UnwrappedUnionType ||
      at instanceof avro.types.WrappedUnionType
    ) {
      for (const branch of at.types) visit(branch)
    }
  }
  visit(type)
  return type
}
