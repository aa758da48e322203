/** Thrift's compact protocol, as far as Parquet's metadata needs it. Field ids must come in rising order. */
import { ByteBuffer } from './byte-buffer.ts'
import { addVarint } from './parquet-runs.ts'

export type ThriftValue =
  | { i32: number }
  | { i64: number }
  | { text: string }
  | { struct: ThriftStruct }
  | { list: 'i32' | 'text' | 'struct'; items: readonly ThriftValue[] }

/** Field id → value; absent fields are left out. */
export type ThriftStruct = readonly (readonly [id: number, value: ThriftValue | null])[]

const typeIds = { i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const

export function encodeThrift(struct: ThriftStruct): Buffer {
  const out = new ByteBuffer()
  addStruct(out, struct)
  return out.view()
}

function addStruct(out: ByteBuffer, struct: ThriftStruct): void {
  let before = 0
  for (const [id, value] of struct) {
    if (value === null) continue
    const step = id - before
    // All structs of the format have steps below 16, which fit beside the type.
    out.addByte((step << 4) | typeIds[kindOf(value)])
    before = id
    addValue(out, value)
  }
  out.addByte(0)
}

function addValue(out: ByteBuffer, value: ThriftValue): void {
  if ('i32' in value) addVarint(out, zigzag(value.i32))
  else if ('i64' in value) addVarint(out, zigzag(value.i64))
  else if ('text' in value) addText(out, value.text)
  else if ('struct' in value) addStruct(out, value.struct)
  else {
    const { list, items } = value
    if (items.length < 15) out.addByte((items.length << 4) | typeIds[list])
    else {
      out.addByte(0xf0 | typeIds[list])
      addVarint(out, items.length)
    }
    for (const item of items) addValue(out, item)
  }
}

function addText(out: ByteBuffer, text: string): void {
  const bytes = Buffer.from(text, 'utf8')
  addVarint(out, bytes.length)
  for (const byte of bytes) out.addByte(byte)
}

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value)

function kindOf(value: ThriftValue): keyof typeof typeIds {
  if ('list' in value) return 'list'
  if ('i32' in value) return 'i32'
  if ('i64' in value) return 'i64'
  return 'text' in value ? 'text' : 'struct'
}
