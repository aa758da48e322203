/** Page headers and the footer; field numbers are those of parquet.thrift. */
import { type Field, physicalType } from './parquet-schema.ts'
import type { LeafColumn } from './parquet-shredder.ts'
import { encodings } from './parquet-values.ts'
import { encodeThrift, type ThriftStruct, type ThriftValue } from './thrift-writer.ts'

const zstd = 6
const repetition = { required: 0, optional: 1, repeated: 2 } as const
const converted = { utf8: 0, list: 3, timestampMillis: 9 } as const

export interface ColumnChunk {
  leaf: LeafColumn
  encoding: number
  uncompressedBytes: number
  compressedBytes: number
  dictionaryAt: number | null
  dataAt: number
}

const i32 = (value: number): ThriftValue => ({ i32: value })
const i64 = (value: number): ThriftValue => ({ i64: value })
const text = (value: string): ThriftValue => ({ text: value })
const structs = (items: readonly ThriftStruct[]): ThriftValue => ({
  list: 'struct',
  items: items.map((struct) => ({ struct })),
})

export const pageHeader = {
  data: ([bytes, packedBytes]: [number, number], count: number, encoding: number): Buffer =>
    encodeThrift([
      [1, i32(0)],
      [2, i32(bytes)],
      [3, i32(packedBytes)],
      [
        5,
        {
          struct: [
            [1, i32(count)],
            [2, i32(encoding)],
            [3, i32(encodings.runs)],
            [4, i32(encodings.runs)],
          ],
        },
      ],
    ]),
  dictionary: ([bytes, packedBytes]: [number, number], count: number): Buffer =>
    encodeThrift([
      [1, i32(2)],
      [2, i32(bytes)],
      [3, i32(packedBytes)],
      [
        7,
        {
          struct: [
            [1, i32(count)],
            [2, i32(encodings.plain)],
          ],
        },
      ],
    ]),
}

export function footer(
  fields: readonly Field[],
  chunks: readonly ColumnChunk[],
  rows: number,
): Buffer {
  const root: ThriftStruct = [
    [4, text('event')],
    [5, i32(fields.length)],
  ]
  const rowGroup: ThriftStruct = [
    [1, structs(chunks.map(columnChunk))],
    [2, i64(chunks.reduce((sum, chunk) => sum + chunk.uncompressedBytes, 0))],
    [3, i64(rows)],
  ]
  return encodeThrift([
    [1, i32(1)],
    [2, structs([root, ...fields.flatMap(schemaElements)])],
    [3, i64(rows)],
    [4, structs(rows > 0 ? [rowGroup] : [])],
    [6, text('backbeat')],
  ])
}

function schemaElements(field: Field): ThriftStruct[] {
  const { name, type, nullable } = field
  const repeats = i32(nullable ? repetition.optional : repetition.required)
  if (typeof type === 'string') {
    const meaning = { string: converted.utf8, timestamp: converted.timestampMillis }
    const convertedType = type === 'string' || type === 'timestamp' ? i32(meaning[type]) : null
    const leaf: ThriftStruct = [
      [1, i32(physicalType[type])],
      [3, repeats],
      [4, text(name)],
      [6, convertedType],
    ]
    return [leaf]
  }
  if ('record' in type) {
    return [group(name, repeats, type.record.length, null), ...type.record.flatMap(schemaElements)]
  }
  return [
    group(name, repeats, 1, i32(converted.list)),
    group('list', i32(repetition.repeated), 1, null),
    ...schemaElements({ ...type.list, name: 'element' }),
  ]
}

const group = (
  name: string,
  repeats: ThriftValue,
  children: number,
  convertedType: ThriftValue | null,
): ThriftStruct => [
  [3, repeats],
  [4, text(name)],
  [5, i32(children)],
  [6, convertedType],
]

function columnChunk(chunk: ColumnChunk): ThriftStruct {
  const { leaf, encoding, dictionaryAt, dataAt } = chunk
  const used = dictionaryAt === null ? [encoding] : [encodings.plain, encoding]
  const metadata: ThriftStruct = [
    [1, i32(physicalType[leaf.field.type as keyof typeof physicalType])],
    [2, { list: 'i32', items: [...used, encodings.runs].map(i32) }],
    [3, { list: 'text', items: leaf.path.map(text) }],
    [4, i32(zstd)],
    [5, i64(leaf.count())],
    [6, i64(chunk.uncompressedBytes)],
    [7, i64(chunk.compressedBytes)],
    [9, i64(dataAt)],
    [11, dictionaryAt === null ? null : i64(dictionaryAt)],
  ]
  return [
    [2, i64(dictionaryAt ?? dataAt)],
    [3, { struct: metadata }],
  ]
}
