/**
 * Parquet's hybrid of run lengths and bit packing, for small whole numbers: eight or more equal values are a run, the
 * rest goes in packed groups of eight.
 */
import { ByteBuffer } from './byte-buffer.ts'

const runMin = 8

export function encodeRuns(values: Uint8Array | Uint32Array, bitWidth: number): Buffer {
  const out = new ByteBuffer()
  let at = 0
  while (at < values.length) {
    const run = runAt(values, at)
    if (run >= runMin) {
      addVarint(out, run * 2)
      addLittleEndian(out, values[at] as number, (bitWidth + 7) >> 3)
      at += run
    } else {
      const end = packedEnd(values, at)
      const groups = Math.ceil((end - at) / 8)
      addVarint(out, groups * 2 + 1)
      pack(out, values, at, { groups, bitWidth })
      at = end
    }
  }
  return out.view()
}

function runAt(values: Uint8Array | Uint32Array, start: number): number {
  const value = values[start]
  let end = start + 1
  while (end < values.length && values[end] === value) end++
  return end - start
}

/** Groups of eight until one begins with a run, or the end of the values. */
function packedEnd(values: Uint8Array | Uint32Array, start: number): number {
  let end = start + 8
  while (end < values.length && runAt(values.subarray(0, end + runMin), end) < runMin) end += 8
  return Math.min(end, values.length)
}

function pack(
  out: ByteBuffer,
  values: Uint8Array | Uint32Array,
  start: number,
  { groups, bitWidth }: { groups: number; bitWidth: number },
): void {
  let bits = 0
  let held = 0
  for (let i = start; i < start + groups * 8; i++) {
    let value = values[i] ?? 0
    let left = bitWidth
    while (left > 0) {
      const taken = Math.min(left, 8 - held)
      bits |= (value & ((1 << taken) - 1)) << held
      value >>>= taken
      left -= taken
      held += taken
      if (held === 8) {
        out.addByte(bits)
        bits = 0
        held = 0
      }
    }
  }
}

export function addVarint(out: ByteBuffer, value: number): void {
  let rest = value
  while (rest >= 128) {
    out.addByte((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  out.addByte(rest)
}

function addLittleEndian(out: ByteBuffer, value: number, bytes: number): void {
  for (let i = 0; i < bytes; i++) out.addByte((value >>> (8 * i)) & 255)
}
