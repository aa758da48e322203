/** Files as objects: their info and their listing. */
import { opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { ObjectInfo } from '@backbeat/ports/object-store'
import { incomingName, keyParts } from './object-store-keys.ts'
import type { Mounts } from './object-store-mounts.ts'

export const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')

/** Null for what is no file. The etag holds what changes when a file is replaced or rewritten. */
export async function statObject(key: string, path: string): Promise<ObjectInfo | null> {
  try {
    const info = await stat(path, { bigint: true })
    if (!info.isFile()) return null
    const etag = [info.mtimeNs, info.size, info.ino].map((part) => part.toString(36)).join('-')
    return { key, bytes: Number(info.size), etag, modifiedMs: Number(info.mtimeMs) }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** A prefix is any beginning of keys, whole parts or not. */
export async function* listFiles(prefix: string, mounts: Mounts): AsyncIterable<ObjectInfo> {
  if (prefix.split('/').includes('..')) {
    throw new BackbeatError('bad-request', `${JSON.stringify(prefix)} is not a prefix.`)
  }
  for (const base of mounts.basesUnder(prefix)) {
    const folder = base.key === '' ? folderOf(prefix) : longest(base.key, folderOf(prefix))
    const path = folder === base.key ? base.path : mounts.pathOf(folder)
    if (path !== null) yield* walk({ path, key: folder }, prefix, base.key, mounts)
  }
}

const folderOf = (prefix: string): string => prefix.slice(0, Math.max(0, prefix.lastIndexOf('/')))

const longest = (a: string, b: string): string => (a.length > b.length ? a : b)

async function* walk(
  at: { path: string; key: string },
  prefix: string,
  base: string,
  mounts: Mounts,
): AsyncIterable<ObjectInfo> {
  const folder = await opendir(at.path).catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })
  if (!folder) return
  for await (const entry of folder) {
    const key = at.key === '' ? entry.name : `${at.key}/${entry.name}`
    if (key === incomingName || mounts.baseOf(key) !== base) continue
    if (!key.startsWith(prefix) && !prefix.startsWith(`${key}/`)) continue
    const path = join(at.path, entry.name)
    if (entry.isDirectory()) yield* walk({ path, key }, prefix, base, mounts)
    else if (isKey(key)) {
      const inside = await mounts.resolve(key)
      const info = inside && (await statObject(key, inside))
      if (info) yield info
    }
  }
}

function isKey(key: string): boolean {
  try {
    return keyParts(key).length > 0
  } catch {
    return false
  }
}
