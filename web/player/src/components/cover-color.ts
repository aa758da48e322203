/** The color of a cover, read from a small copy of it on a canvas. Remembered by address, some hundreds at most. */
import type { Image as CoverImage } from '../player/track.ts'
import { dominant, type Lch } from './color.ts'

const side = 24
const rememberedMax = 300
const remembered = new Map<string, Promise<Lch | null>>()

/** Null where there is no cover, or one without color. */
export function colorOfCover(images: CoverImage[]): Promise<Lch | null> {
  const smallest = [...images].sort((a, b) => (a.width ?? 640) - (b.width ?? 640))[0]?.url
  if (!smallest) return Promise.resolve(null)
  const known = remembered.get(smallest)
  if (known) return known
  const color = read(smallest).catch(() => null)
  remembered.set(smallest, color)
  for (const url of remembered.keys()) {
    if (remembered.size <= rememberedMax) break
    remembered.delete(url)
  }
  return color
}

async function read(url: string): Promise<Lch | null> {
  const image = new Image()
  image.src = url
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = side
  canvas.height = side
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return null
  context.drawImage(image, 0, 0, side, side)
  return dominant(context.getImageData(0, 0, side, side).data)
}
