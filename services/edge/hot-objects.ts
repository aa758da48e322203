/**
 * Objects that are played now, kept in memory as chunks of one size; readers of the same chunk share one read. A chunk
 * belongs to one version of an object: after each read the store is asked whether it is still that version, so bytes
 * of two versions never meet in one answer.
 */
import { BackbeatError } from '@backbeat/contracts/errors'
import type { ObjectInfo, ObjectStore } from '@backbeat/ports/object-store'
import type { Clock } from '@backbeat/runtime/clock'
import { limiter } from '@backbeat/runtime/limiter'
import { LRUCache } from 'lru-cache'

export const chunkBytes = 256 * 1024

/** The index of the chunk that holds this byte. */
export const chunkAt = (position: number): number => Math.floor(position / chunkBytes)

/** The object changed while it was being read. */
export class ObjectChanged extends Error {}

export interface HotObjects {
  /** Info not older than a second, or null if there is no such object. */
  info(key: string): Promise<ObjectInfo | null> | ObjectInfo
  /** The chunk if it is in memory. */
  peek(object: ObjectInfo, index: number): Uint8Array | undefined
  /** The chunk; throws `not-found` or ObjectChanged. */
  chunk(object: ObjectInfo, index: number): Promise<Uint8Array>
}

export interface HotObjectsOptions {
  objects: ObjectStore
  clock: Clock
  cacheBytesMax: number
  /** Reads under way at once; others wait. */
  readsMax?: number
}

/** How long an object is trusted to be unchanged. */
const infoFreshMs = 1000
const infosMax = 10_000

export function hotObjects(options: HotObjectsOptions): HotObjects {
  const { objects, clock } = options
  const limited = limiter(options.readsMax ?? 16)
  const chunks = new LRUCache<string, Uint8Array>({
    maxSize: options.cacheBytesMax,
    maxEntrySize: chunkBytes,
    sizeCalculation: (chunk) => Math.max(1, chunk.byteLength),
  })
  const reading = new Map<string, Promise<Uint8Array>>()
  const infos = new LRUCache<string, { info: ObjectInfo; seenMs: number }>({ max: infosMax })
  const asking = new Map<string, Promise<ObjectInfo | null>>()

  async function ask(key: string): Promise<ObjectInfo | null> {
    const info = await objects.head(key)
    if (info) infos.set(key, { info, seenMs: clock() })
    else infos.delete(key)
    return info
  }

  async function load(object: ObjectInfo, index: number): Promise<Uint8Array> {
    const start = index * chunkBytes
    const end = Math.min(start + chunkBytes, object.bytes) - 1
    const bytes = await objects.read(object.key, { start, end })
    const now = await ask(object.key)
    if (!now) throw new BackbeatError('not-found')
    if (now.etag !== object.etag || bytes.byteLength !== end - start + 1) throw new ObjectChanged()
    chunks.set(chunkId(object, index), bytes)
    return bytes
  }

  return {
    info(key) {
      const known = infos.get(key)
      if (known && Math.abs(clock() - known.seenMs) < infoFreshMs) return known.info
      return shared(asking, key, () => ask(key))
    },
    peek: (object, index) => chunks.get(chunkId(object, index)),
    async chunk(object, index) {
      const id = chunkId(object, index)
      return chunks.get(id) ?? shared(reading, id, () => limited(() => load(object, index)))
    },
  }
}

const chunkId = (object: ObjectInfo, index: number): string =>
  `${index} ${object.etag} ${object.key}`

/** Starts the work, or joins it where it is under way. */
function shared<T>(running: Map<string, Promise<T>>, id: string, start: () => Promise<T>) {
  const known = running.get(id)
  if (known) return known
  const work = start().finally(() => running.delete(id))
  running.set(id, work)
  return work
}
