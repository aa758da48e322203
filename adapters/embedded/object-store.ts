/**
 * Objects as files under a folder, and read-only views of other folders by prefix. A key is its path; what is being
 * written lies in `.incoming` of the same volume until it is renamed into place.
 */
import { createReadStream } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { ByteRange, ObjectInfo, ObjectStore } from '@backbeat/ports/object-store'
import { isMissing, listFiles, statObject } from './object-store-files.ts'
import { createIncoming, syncFolder } from './object-store-incoming.ts'
import { keyParts } from './object-store-keys.ts'
import { createMounts } from './object-store-mounts.ts'

export function fileObjectStore(root: string): ObjectStore {
  const mounts = createMounts(root)
  const incoming = createIncoming(root)

  const writable = (key: string): string => {
    const parts = keyParts(key)
    if (mounts.owns(key)) {
      throw new BackbeatError('not-permitted', `${key} belongs to a mounted folder.`)
    }
    return join(root, ...parts)
  }

  async function place(key: string, temporary: string, exclusive: boolean): Promise<ObjectInfo> {
    const path = writable(key)
    const folders = await incoming.makeFolder(path)
    try {
      if (exclusive) await link(temporary, path)
      else await rename(temporary, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      throw new BackbeatError('conflict', `${key} exists.`, { cause: error })
    } finally {
      if (exclusive) await rm(temporary, { force: true })
    }
    for (const folder of folders) await syncFolder(folder)
    return (await statObject(key, path)) ?? missing(key)
  }

  return {
    async put(key, body) {
      writable(key)
      return place(key, await incoming.write(body), false)
    },
    async putIfAbsent(key, body) {
      writable(key)
      return place(key, await incoming.write(body), true)
    },
    async head(key) {
      const path = await mounts.resolve(key)
      return path === null ? null : statObject(key, path)
    },
    async read(key, range) {
      const path = (await mounts.resolve(key)) ?? missing(key)
      return readBytes(key, path, range)
    },
    async *stream(key, range) {
      const path = (await mounts.resolve(key)) ?? missing(key)
      yield* streamBytes(key, path, range)
    },
    list: (prefix) => listFiles(prefix, mounts),
    async delete(key) {
      const path = writable(key)
      await rm(path, { force: true })
      await syncFolder(join(path, '..')).catch(ignoreMissing)
    },
    localPath: (key) => mounts.pathOf(key),
    mount: (prefix, directory) => mounts.add(prefix, directory),
  }
}

function missing(key: string): never {
  throw new BackbeatError('not-found', `There is no object ${key}.`)
}

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error
}

async function openObject(key: string, path: string) {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (isMissing(error)) missing(key)
    throw error
  })
  const stat = await file.stat()
  if (stat.isFile()) return { file, size: stat.size }
  await file.close()
  return missing(key)
}

async function readBytes(key: string, path: string, range?: ByteRange): Promise<Uint8Array> {
  const { file, size } = await openObject(key, path)
  try {
    const { start, end } = clamp(range, size)
    const bytes = Buffer.allocUnsafeSlow(Math.max(0, end - start + 1))
    let filled = 0
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return bytes.subarray(0, filled)
  } finally {
    await file.close()
  }
}

async function* streamBytes(
  key: string,
  path: string,
  range?: ByteRange,
): AsyncIterable<Uint8Array> {
  const { file, size } = await openObject(key, path)
  const { start, end } = clamp(range, size)
  if (end < start) return file.close()
  const stream = createReadStream('', { fd: file, start, end, highWaterMark: 256 * 1024 })
  yield* stream as AsyncIterable<Uint8Array>
}

function clamp(range: ByteRange | undefined, size: number): ByteRange {
  if (!range) return { start: 0, end: size - 1 }
  const { start, end } = range
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) {
    throw new BackbeatError('bad-request', `${start} to ${end} is not a range.`)
  }
  return { start, end: Math.min(end, size - 1) }
}
