/**
 * Rows into leaf columns by the rules of Dremel: a definition level tells how much of a leaf's path is there, a
 * repetition level which list on the path goes on.
 */
import { ByteBuffer } from './byte-buffer.ts'
import { encodeRuns } from './parquet-runs.ts'
import type { Field } from './parquet-schema.ts'
import { createValues, type Values } from './parquet-values.ts'

export interface LeafColumn {
  path: readonly string[]
  field: Field
  values: Values
  /** Values, nulls and empty lists included. */
  count(): number
  bytes(): number
  /** Encoded repetition and definition levels, as they stand before the values of a page. */
  levels(): Buffer
}

type Write = (value: unknown, repetition: number, definition: number) => void

/** What a field does with a value, and with the absence of one of its ancestors. */
interface Writer {
  write: Write
  absent(repetition: number, definition: number): void
}

interface Place {
  path: readonly string[]
  definition: number
  repetition: number
}

export function createShredder(fields: readonly Field[]): {
  append(row: Readonly<Record<string, unknown>>): void
  leaves: readonly LeafColumn[]
} {
  const leaves: LeafColumn[] = []
  const root = { path: [], definition: 0, repetition: 0 }
  const { write } = recordWriter(fields, root, leaves)
  return { append: (row) => write(row, 0, 0), leaves }
}

function fieldWriter(field: Field, parent: Place, leaves: LeafColumn[]): Writer {
  const place = {
    path: [...parent.path, field.name],
    definition: parent.definition + (field.nullable ? 1 : 0),
    repetition: parent.repetition,
  }
  const inner = innerWriter(field, place, leaves)
  if (!field.nullable) return inner
  return {
    absent: inner.absent,
    write: (value, repetition, definition) =>
      value === null || value === undefined
        ? inner.absent(repetition, definition)
        : inner.write(value, repetition, definition + 1),
  }
}

function innerWriter(field: Field, place: Place, leaves: LeafColumn[]): Writer {
  const { type } = field
  if (typeof type === 'string') return leafWriter(field, place, leaves)
  return 'record' in type
    ? recordWriter(type.record, place, leaves)
    : listWriter(type.list, place, leaves)
}

function recordWriter(fields: readonly Field[], place: Place, leaves: LeafColumn[]): Writer {
  const children = fields.map((field) => ({
    name: field.name,
    ...fieldWriter(field, place, leaves),
  }))
  return {
    write(value, repetition, definition) {
      const record = value as Readonly<Record<string, unknown>>
      for (const child of children) child.write(record[child.name], repetition, definition)
    },
    absent(repetition, definition) {
      for (const child of children) child.absent(repetition, definition)
    },
  }
}

/** The three-level form: group `list`, repeated, with one `element` each. */
function listWriter(element: Field, place: Place, leaves: LeafColumn[]): Writer {
  const repeated = {
    path: [...place.path, 'list'],
    definition: place.definition + 1,
    repetition: place.repetition + 1,
  }
  const inner = fieldWriter({ ...element, name: 'element' }, repeated, leaves)
  return {
    absent: inner.absent,
    write(value, repetition, definition) {
      const items = value as readonly unknown[]
      if (items.length === 0) return inner.absent(repetition, definition)
      for (let i = 0; i < items.length; i++) {
        inner.write(items[i], i === 0 ? repetition : repeated.repetition, definition + 1)
      }
    },
  }
}

function leafWriter(field: Field, place: Place, leaves: LeafColumn[]): Writer {
  const values = createValues(field)
  const repetitions = new ByteBuffer()
  const definitions = new ByteBuffer()
  let count = 0
  const note = (repetition: number, definition: number): void => {
    count++
    if (place.repetition > 0) repetitions.addByte(repetition)
    if (place.definition > 0) definitions.addByte(definition)
  }
  leaves.push({
    path: place.path,
    field,
    values,
    count: () => count,
    bytes: () => values.bytes() + repetitions.length + definitions.length,
    levels: () =>
      Buffer.concat([
        encodeLevels(repetitions, place.repetition),
        encodeLevels(definitions, place.definition),
      ]),
  })
  return {
    absent: note,
    write(value, repetition, definition) {
      note(repetition, definition)
      values.add(value)
    },
  }
}

function encodeLevels(levels: ByteBuffer, levelMax: number): Buffer {
  if (levelMax === 0) return Buffer.alloc(0)
  const runs = encodeRuns(levels.view(), 32 - Math.clz32(levelMax))
  const length = Buffer.allocUnsafe(4)
  length.writeUInt32LE(runs.length)
  return Buffer.concat([length, runs])
}
