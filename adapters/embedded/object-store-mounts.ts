/**
 * Where keys lie: under the store's own root or in a mounted folder. A symbolic link may point within its root but not
 * out of it.
 */
import { realpathSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { isAbsolute, join, sep } from 'node:path'
import { BackbeatError } from '@backbeat/contracts/errors'
import { isMissing } from './object-store-files.ts'
import { keyParts } from './object-store-keys.ts'

export interface Base {
  /** Prefix of its keys, '' for the store itself. */
  key: string
  path: string
}

export interface Mounts {
  add(prefix: string, directory: string): void
  /** Whether a key lies in a mount or above one. */
  owns(key: string): boolean
  /** The path of a key, whether there is a file or not; null if a symbolic link on the way leads out. */
  pathOf(key: string): string | null
  /** The path with symbolic links followed, or null if there is nothing or it leads out. */
  resolve(key: string): Promise<string | null>
  /** The prefix of the mount that a key lies in, else ''. */
  baseOf(key: string): string
  /** The store and mounts that can hold keys with this prefix. */
  basesUnder(prefix: string): Base[]
}

export function createMounts(root: string): Mounts {
  const mounts = new Map<string, string>()

  function locate(key: string): Base & { rest: string } {
    let found: Base = { key: '', path: root }
    for (const [prefix, path] of mounts) {
      const inside = key === prefix || key.startsWith(`${prefix}/`)
      if (inside && prefix.length > found.key.length) found = { key: prefix, path }
    }
    return { ...found, rest: found.key === '' ? key : key.slice(found.key.length + 1) }
  }

  return {
    add(prefix, directory) {
      keyParts(prefix)
      if (!isAbsolute(directory)) {
        throw new BackbeatError('bad-request', `${directory} is not an absolute path.`)
      }
      mounts.set(prefix, directory)
    },
    owns: (key) =>
      locate(key).key !== '' || [...mounts.keys()].some((prefix) => prefix.startsWith(`${key}/`)),
    pathOf(key) {
      if (key === '') return root
      keyParts(key)
      const { path, rest } = locate(key)
      const target = join(path, rest)
      return leadsOut(path, target) ? null : target
    },
    async resolve(key) {
      keyParts(key)
      const { path, rest } = locate(key)
      try {
        const [base, target] = await Promise.all([realpath(path), realpath(join(path, rest))])
        return isInside(base, target) ? target : null
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
    baseOf: (key) => locate(key).key,
    basesUnder: (prefix) => [
      ...(locate(prefix).key === '' ? [{ key: '', path: root }] : []),
      ...[...mounts]
        .filter(([key]) => key.startsWith(prefix) || prefix.startsWith(`${key}/`))
        .map(([key, path]) => ({ key, path })),
    ],
  }
}

const isInside = (base: string, target: string): boolean =>
  target.startsWith(base.endsWith(sep) ? base : base + sep)

function leadsOut(base: string, target: string): boolean {
  try {
    return target !== base && !isInside(realpathSync(base), realpathSync(target))
  } catch {
    return false
  }
}
