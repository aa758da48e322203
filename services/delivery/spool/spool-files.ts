/** The files of one producer's spool, in order, and the durable place up to which they are delivered. */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BackbeatError } from '@backbeat/contracts/errors'
import { readIfThere, replaceFile } from '@backbeat/runtime/durable-file'
import { z } from 'zod'

export interface SpoolFile {
  epoch: number
  n: number
  path: string
}

/** Everything before it is in the log. */
export interface Place {
  epoch: number
  n: number
  offset: number
}

const namePattern = /^(\d+)-(\d+)\.ndjson$/
const place = z.object({
  epoch: z.int().nonnegative(),
  n: z.int().nonnegative(),
  offset: z.int().nonnegative(),
})

type FileName = Pick<SpoolFile, 'epoch' | 'n'>

export const isBefore = (a: FileName, b: FileName): boolean =>
  a.epoch < b.epoch || (a.epoch === b.epoch && a.n < b.n)

export async function listSpoolFiles(folder: string): Promise<SpoolFile[]> {
  const files: SpoolFile[] = []
  for (const name of await readdir(folder)) {
    const match = namePattern.exec(name)
    if (match)
      files.push({ epoch: Number(match[1]), n: Number(match[2]), path: join(folder, name) })
  }
  return files.sort((a, b) => (isBefore(a, b) ? -1 : 1))
}

export async function readCheckpoint(folder: string): Promise<Place> {
  const path = join(folder, 'checkpoint.json')
  const text = await readIfThere(path)
  if (text === null) return { epoch: 0, n: 0, offset: 0 }
  try {
    return place.parse(JSON.parse(text))
  } catch (cause) {
    throw new BackbeatError('start-failed', `${path} is damaged.`, { cause })
  }
}

export async function writeCheckpoint(folder: string, at: Place): Promise<void> {
  await replaceFile(join(folder, 'checkpoint.json'), `${JSON.stringify(at)}\n`)
}

/** Removes files that the durable checkpoint has passed; a crash before this leaves them to the next start. */
export async function removeDelivered(files: readonly SpoolFile[], at: Place): Promise<void> {
  for (const file of files) if (isBefore(file, at)) await rm(file.path, { force: true })
}
