/** Covers for sample music: flat shapes in two or three colors, written as PNG without any library. */
import { crc32, deflateSync } from 'node:zlib'

type Color = readonly [number, number, number]

export interface CoverStyle {
  shape: 'sun' | 'waves' | 'stripes' | 'hills' | 'rings' | 'grid' | 'split' | 'moon'
  ground: Color
  first: Color
  second: Color
}

const side = 320

/** A pixel's color from its place, both coordinates from 0 to 1. */
type Painter = (x: number, y: number, style: CoverStyle) => Color

const mix = (a: Color, b: Color, share: number): Color =>
  a.map((value, index) => value + ((b[index] ?? 0) - value) * share) as unknown as Color

const distance = (x: number, y: number, cx: number, cy: number) => Math.hypot(x - cx, y - cy)

const painters: Record<CoverStyle['shape'], Painter> = {
  sun: (x, y, { ground, first, second }) =>
    distance(x, y, 0.5, 0.62) < 0.27 && y < 0.62
      ? mix(first, second, y)
      : y > 0.62 && Math.floor(y * 40) % 3 === 0
        ? second
        : mix(ground, second, y * 0.25),
  waves: (x, y, { ground, first, second }) => {
    const wave = Math.floor((y + 0.05 * Math.sin(x * 9 + y * 5)) * 9)
    return wave % 3 === 0 ? first : wave % 3 === 1 ? ground : mix(ground, second, 0.8)
  },
  stripes: (x, y, { ground, first, second }) => {
    const stripe = Math.floor((x + y) * 7)
    return stripe % 4 === 0 ? first : stripe % 4 === 2 ? second : ground
  },
  hills: (x, y, { ground, first, second }) =>
    y > 0.72 + 0.08 * Math.sin(x * 5)
      ? first
      : y > 0.55 + 0.1 * Math.sin(x * 7 + 2)
        ? mix(first, second, 0.6)
        : mix(ground, second, y * 0.5),
  rings: (x, y, { ground, first, second }) => {
    const ring = Math.floor(distance(x, y, 0.5, 0.5) * 13)
    return ring > 5 ? ground : ring % 2 ? first : second
  },
  grid: (x, y, { ground, first, second }) => {
    const [cx, cy] = [Math.floor(x * 5), Math.floor(y * 5)]
    const dot = distance((x * 5) % 1, (y * 5) % 1, 0.5, 0.5) < 0.34
    return dot ? ((cx * 3 + cy * 7) % 4 === 0 ? second : first) : ground
  },
  split: (x, y, { ground, first, second }) =>
    x + 0.3 * y < 0.62
      ? mix(first, ground, y * 0.3)
      : distance(x, y, 0.72, 0.3) < 0.14
        ? second
        : ground,
  moon: (x, y, { ground, first, second }) =>
    distance(x, y, 0.58, 0.42) < 0.26 && distance(x, y, 0.68, 0.36) > 0.22
      ? first
      : mix(ground, second, Math.max(0, y - 0.45)),
}

export function paintCover(style: CoverStyle): Buffer {
  const rows = Buffer.alloc(side * (1 + side * 3))
  const paint = painters[style.shape]
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = row * (1 + side * 3) + 1 + column * 3
      rows.set(paint(column / side, row / side, style).map(Math.round), at)
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 2], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
