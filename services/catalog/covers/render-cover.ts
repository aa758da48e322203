/** Makes the three sizes of a cover from its picture and stores them; a picture is decoded once for all of them. */
import { readFile, stat } from 'node:fs/promises'
import type { ObjectStore } from '@backbeat/ports/object-store'
import { parseFile } from 'music-metadata'
import sharp from 'sharp'
import type { CatalogDb } from '../store/tables.ts'
import { frontPicture } from '../tags/read-track.ts'
import { type CoverSource, coverSources, markBroken, markMade } from './cover-store.ts'

/** Longest side in pixels. */
export const coverSizes = { small: 64, medium: 300, large: 640 } as const
export type CoverSize = keyof typeof coverSizes

const pixelsMax = 50_000_000
const pictureBytesMax = 32 * 1024 * 1024

// One picture at a time on one thread: the import, the encoders and the server need the others.
sharp.concurrency(1)
sharp.cache(false)

export const coverKey = (id: string, size: CoverSize): string =>
  `covers/${id}/${coverSizes[size]}.webp`

export interface RenderOptions {
  db: CatalogDb
  objects: ObjectStore
  /** Albums have lost a cover that was none. */
  onBroken(): void
}

/** False if there is no such cover or its picture is broken. */
export async function renderCover(
  id: string,
  { db, objects, onBroken }: RenderOptions,
): Promise<boolean> {
  const sources = await coverSources(db, id)
  let readable = false
  for (const source of sources) {
    const picture = await pictureOf(source, objects).catch(() => null)
    if (!picture) continue
    readable = true
    const rendered = await renderSizes(picture).catch(() => null)
    if (!rendered) break
    for (const [size, bytes] of rendered) await objects.put(coverKey(id, size), bytes)
    await markMade(db, id)
    return true
  }
  // A disk that is away now may come back: only a picture that was read and is none is broken.
  if (readable) {
    await markBroken(db, id)
    onBroken()
  }
  return false
}

async function pictureOf(source: CoverSource, objects: ObjectStore): Promise<Uint8Array | null> {
  const path = objects.localPath(`library/${source.folder_id}/${source.path}`)
  if (path === null) return null
  if (!source.embedded) return (await stat(path)).size > pictureBytesMax ? null : readFile(path)
  const { common } = await parseFile(path, { duration: false })
  const front = frontPicture(common.picture ?? [])
  return front ? front.data : null
}

async function renderSizes(picture: Uint8Array): Promise<[CoverSize, Buffer][]> {
  const options = { limitInputPixels: pixelsMax, failOn: 'error' } as const
  const largest = await sharp(picture, options)
    .rotate()
    .resize(coverSizes.large, coverSizes.large, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#808080' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = largest.info
  const raw = { raw: { width, height, channels } }
  const sizes = Object.entries(coverSizes) as [CoverSize, number][]
  const rendered: [CoverSize, Buffer][] = []
  for (const [size, pixels] of sizes) {
    const image = sharp(largest.data, raw).resize(pixels, pixels, {
      fit: 'inside',
      withoutEnlargement: true,
    })
    rendered.push([
      size,
      await image.webp({ quality: size === 'small' ? 75 : 80, effort: 2 }).toBuffer(),
    ])
  }
  return rendered
}
