/** The columns of an event type in the lake: its envelope, flat, then its data; from the Avro schema. */

import { type EventType, eventSchema } from '@backbeat/contracts/envelope'
import type { ConsumedEvent } from '@backbeat/runtime/consumer'
import type { Field } from '../parquet/parquet-schema.ts'

type AvroSchema = string | AvroSchema[] | AvroObject

interface AvroObject {
  type: AvroSchema
  name?: string
  logicalType?: string
  items?: AvroSchema
  fields?: readonly { name: string; type: AvroSchema }[]
}

export function columnsOf(type: EventType): Field[] {
  const named = new Map<string, AvroObject>()
  const fields = (eventSchema(type) as unknown as AvroObject).fields ?? []
  return fields.flatMap(({ name, type: schema }) => {
    if (name !== 'data') return [fieldOf(name, schema, named)]
    const data = fieldOf(name, schema, named).type
    return typeof data === 'object' && 'record' in data ? data.record : []
  })
}

/** An event as a row of those columns. */
export const rowOf = (event: ConsumedEvent): Record<string, unknown> => ({
  ...event,
  ...event.data,
})

const primitives: Record<string, Field['type']> = {
  string: 'string',
  boolean: 'boolean',
  int: 'int32',
  long: 'int64',
  float: 'double',
  double: 'double',
}

function fieldOf(name: string, schema: AvroSchema, named: Map<string, AvroObject>): Field {
  if (Array.isArray(schema)) {
    const some = schema.filter((branch) => branch !== 'null')
    if (some.length !== 1) throw new TypeError(`${name} is a union of several types`)
    return { ...fieldOf(name, some[0] as AvroSchema, named), nullable: true }
  }
  return { name, nullable: false, type: typeOf(name, schema, named) }
}

function typeOf(
  name: string,
  schema: Exclude<AvroSchema, unknown[]>,
  named: Map<string, AvroObject>,
): Field['type'] {
  if (typeof schema === 'string') {
    const primitive = primitives[schema]
    if (primitive) return primitive
    const known = named.get(schema)
    if (known) return typeOf(name, known, named)
    throw new TypeError(`${name} has the unknown type ${schema}`)
  }
  if (schema.logicalType === 'timestamp-millis') return 'timestamp'
  if (schema.type === 'enum') return 'string'
  if (schema.type === 'array') {
    return { list: fieldOf('element', schema.items as AvroSchema, named) }
  }
  if (schema.type === 'record') {
    if (schema.name) named.set(schema.name, schema)
    const fields = schema.fields ?? []
    return { record: fields.map((field) => fieldOf(field.name, field.type, named)) }
  }
  if (Array.isArray(schema.type)) throw new TypeError(`${name} wraps a union`)
  return typeOf(name, schema.type, named)
}

/** The column's type in DuckDB. */
export function sqlTypeOf(type: Field['type']): string {
  if (typeof type === 'string') {
    return {
      string: 'VARCHAR',
      boolean: 'BOOLEAN',
      int32: 'INTEGER',
      int64: 'BIGINT',
      double: 'DOUBLE',
      timestamp: 'TIMESTAMP',
    }[type]
  }
  if ('list' in type) return `${sqlTypeOf(type.list.type)}[]`
  const members = type.record.map((field) => `"${field.name}" ${sqlTypeOf(field.type)}`)
  return `STRUCT(${members.join(', ')})`
}
