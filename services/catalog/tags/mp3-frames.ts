/**
 * MPEG audio frames: where the first one is and how long all of them last. Exact also for variable bit rates without a
 * Xing header, since every frame header is visited.
 */
import type { ByteSource } from './byte-source.ts'

const bitrates: Record<string, number[]> = {
  '1-1': [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1-2': [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1-3': [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2-1': [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2-2': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}
const sampleRates: Record<number, number[]> = {
  3: [44_100, 48_000, 32_000],
  2: [22_050, 24_000, 16_000],
  0: [11_025, 12_000, 8_000],
}

interface Frame {
  bytes: number
  samples: number
  sampleRateHz: number
}

function frameAt(data: Buffer, at: number): Frame | null {
  if (data[at] !== 0xff || ((data[at + 1] ?? 0) & 0xe0) !== 0xe0 || at + 4 > data.length)
    return null
  const second = data[at + 1] as number
  const third = data[at + 2] as number
  const version = (second >> 3) & 3
  const layer = 4 - ((second >> 1) & 3)
  const sampleRateHz = sampleRates[version]?.[(third >> 2) & 3]
  const table = version === 3 ? `1-${layer}` : `2-${layer === 1 ? 1 : 2}`
  const kbps = layer === 4 ? undefined : bitrates[table]?.[third >> 4]
  if (!sampleRateHz || !kbps) return null
  const padding = (third >> 1) & 1
  if (layer === 1) {
    const bytes = (Math.floor((12_000 * kbps) / sampleRateHz) + padding) * 4
    return { bytes, samples: 384, sampleRateHz }
  }
  const samples = layer === 3 && version !== 3 ? 576 : 1152
  const bytes = Math.floor((samples * 125 * kbps) / sampleRateHz) + padding
  return { bytes, samples, sampleRateHz }
}

/** Offset of the first of two frames in a row, or -1. A last frame may stand alone. */
export function firstMp3Frame(data: Buffer): number {
  for (let at = data.indexOf(0xff); at >= 0; at = data.indexOf(0xff, at + 1)) {
    const frame = frameAt(data, at)
    if (!frame) continue
    const next = at + frame.bytes
    if (next + 4 <= data.length ? frameAt(data, next) !== null : at === 0) return at
  }
  return -1
}

/** Milliseconds of the frames in a range, without encoder delay and padding where a LAME header names them. */
export function mp3DurationMs(source: ByteSource, start: number, end: number): number {
  const window = 1024 * 1024
  let samples = 0
  let sampleRateHz = 0
  let trimmed = 0
  let data: Buffer = Buffer.alloc(0)
  let base = 0
  for (let at = start; at + 4 <= end; ) {
    if (base + data.length < end && (data.length === 0 || at + 4096 > base + data.length)) {
      base = at
      data = source.read(base, Math.min(window, end - base))
    }
    const frame = frameAt(data, at - base)
    if (!frame) {
      const next = data.indexOf(0xff, at - base + 1)
      at = next < 0 ? base + data.length : base + next
      if (next < 0 && base + data.length >= end) break
      continue
    }
    const info = at === start ? infoFrame(data.subarray(at - base, at - base + frame.bytes)) : null
    if (info === null) samples += frame.samples
    else trimmed = info
    sampleRateHz = frame.sampleRateHz
    at += frame.bytes
  }
  if (sampleRateHz === 0) return 0
  return Math.round((Math.max(0, samples - trimmed) * 1000) / sampleRateHz)
}

/** Samples of delay and padding that a Xing/Info frame tells; null if this frame is not one. */
function infoFrame(frame: Buffer): number | null {
  const version = ((frame[1] as number) >> 3) & 3
  const mono = (frame[3] as number) >> 6 === 3
  const at = 4 + (version === 3 ? (mono ? 17 : 32) : mono ? 9 : 17)
  const tag = frame.toString('latin1', at, at + 4)
  if (tag !== 'Xing' && tag !== 'Info') return null
  const flags = frame.readUInt32BE(at + 4)
  const lame =
    at + 8 + (flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0)
  if (
    lame + 24 > frame.length ||
    !/^(LAME|Lavc|Lavf)/.test(frame.toString('latin1', lame, lame + 4))
  ) {
    return 0
  }
  const delays = frame.readUIntBE(lame + 21, 3)
  return (delays >> 12) + (delays & 0xfff)
}
