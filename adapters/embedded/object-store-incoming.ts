/** Durable writing: bytes into a temporary file, fsync, then the caller renames it and syncs the folders it names. */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { incomingName } from './object-store-keys.ts'

/** Far above any write under way. */
const staleMs = 24 * 3_600_000

export interface Incoming {
  /** The path of a synced temporary file with these bytes; nothing remains if the body fails. */
  write(body: Uint8Array | AsyncIterable<Uint8Array>): Promise<string>
  /** Makes the folder of a path; returns the folders whose entries must be synced after the rename. */
  makeFolder(path: string): Promise<string[]>
}

export function createIncoming(root: string): Incoming {
  const folder = join(root, incomingName)
  let prepared: Promise<void> | null = null

  const prepare = (): Promise<void> => {
    prepared ??= mkdir(folder, { recursive: true })
      .then(() => sweep(folder))
      .catch((error: unknown) => {
        prepared = null
        throw error
      })
    return prepared
  }

  return {
    async write(body) {
      await prepare()
      const path = join(folder, randomUUID())
      try {
        await writeSynced(path, body)
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
      return path
    },
    async makeFolder(path) {
      const target = dirname(path)
      const made = await mkdir(target, { recursive: true })
      if (made === undefined) return [target]
      const folders = [dirname(made)]
      for (const part of relative(dirname(made), target).split(sep)) {
        folders.unshift(join(folders[0] as string, part))
      }
      return folders
    },
  }
}

async function writeSynced(
  path: string,
  body: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  const file = await open(path, 'wx')
  try {
    if (body instanceof Uint8Array) await file.writeFile(body)
    else for await (const chunk of body) await file.writeFile(chunk)
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** Leftovers of a crash. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const info = await stat(path).catch(() => null)
    if (info && Date.now() - info.mtimeMs > staleMs) await rm(path, { force: true })
  }
}

/** Makes a folder's entries durable; Windows cannot and need not. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
