/** The values of one leaf column, encoded as they come. */
import { ByteBuffer } from './byte-buffer.ts'
import { encodeRuns } from './parquet-runs.ts'
import type { Field, Primitive } from './parquet-schema.ts'

export const encodings = { plain: 0, runs: 3, dictionary: 8 } as const

export interface EncodedValues {
  values: Buffer
  encoding: number
  dictionary: { page: Buffer; count: number } | null
}

export interface Values {
  add(value: unknown): void
  bytes(): number
  finish(): EncodedValues
}

export function createValues({ type }: Field): Values {
  if (type === 'string') return stringValues()
  if (type === 'boolean') return booleanValues()
  return numberValues(type as Exclude<Primitive, 'string' | 'boolean'>)
}

function numberValues(type: 'int32' | 'int64' | 'timestamp' | 'double'): Values {
  const out = new ByteBuffer()
  const add = {
    int32: (value: unknown) => out.addInt32(value as number),
    int64: (value: unknown) => out.addInt64(value as number),
    timestamp: (value: unknown) => out.addInt64(value as number),
    double: (value: unknown) => out.addDouble(value as number),
  }[type]
  return { add, bytes: () => out.length, finish: () => plain(out.view()) }
}

function booleanValues(): Values {
  const flags = new ByteBuffer()
  return {
    add: (value) => flags.addByte(value === true ? 1 : 0),
    bytes: () => flags.length,
    finish() {
      const view = flags.view()
      const packed = Buffer.alloc((view.length + 7) >> 3)
      for (let i = 0; i < view.length; i++) {
        packed[i >> 3] = (packed[i >> 3] as number) | ((view[i] as number) << (i & 7))
      }
      return plain(packed)
    },
  }
}

const plain = (values: Buffer): EncodedValues => ({
  values,
  encoding: encodings.plain,
  dictionary: null,
})

/** After this many values a dictionary must have shown that values repeat. */
const trial = 512
const entriesMax = 65_536

function stringValues(): Values {
  const entries = new Map<string, number>()
  const dictionary = new ByteBuffer()
  let indices: Indices | null = new Indices()
  let written = new ByteBuffer()

  /** Values that hardly repeat are better off one after the other. */
  function leaveDictionary(known: Indices): void {
    const texts = [...entries.keys()]
    for (const index of known.view()) written.addString(texts[index] as string)
    entries.clear()
    indices = null
  }

  return {
    add(value) {
      const text = value as string
      if (!indices) return written.addString(text)
      let index = entries.get(text)
      if (index === undefined) {
        index = entries.size
        entries.set(text, index)
        dictionary.addString(text)
      }
      indices.add(index)
      const hopeless = indices.length === trial && entries.size > trial / 2
      if (hopeless || entries.size >= entriesMax) leaveDictionary(indices)
    },
    bytes: () => written.length + dictionary.length * 3 + (indices?.length ?? 0) * 4,
    finish() {
      if (!indices) return plain(written.view())
      if (indices.length === 0) return plain(written.view())
      if (entries.size * 2 > indices.length) {
        written = new ByteBuffer()
        leaveDictionary(indices)
        return plain(written.view())
      }
      const bitWidth = Math.max(1, 32 - Math.clz32(entries.size - 1))
      return {
        values: Buffer.concat([Buffer.of(bitWidth), encodeRuns(indices.view(), bitWidth)]),
        encoding: encodings.dictionary,
        dictionary: { page: dictionary.view(), count: entries.size },
      }
    },
  }
}

class Indices {
  length = 0
  #values = new Uint32Array(256)

  add(index: number): void {
    if (this.length === this.#values.length) {
      const grown = new Uint32Array(this.length * 2)
      grown.set(this.#values)
      this.#values = grown
    }
    this.#values[this.length++] = index
  }

  view(): Uint32Array {
    return this.#values.subarray(0, this.length)
  }
}
