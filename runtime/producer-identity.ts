/**
 * Who a producer is: a name that no other installation has, and an epoch that counts its starts. The epoch is durable
 * before its first use, so no two runs share one.
 */
import { randomBytes } from 'node:crypto'
import { link, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BackbeatError } from '@backbeat/contracts/errors'
import { readIfThere, replaceFile } from './durable-file.ts'

export interface ProducerIdentity {
  /** `<name>@<8 hex digits of this spool folder>`. */
  producerId: string
  epoch: number
  /** Where this producer's files lie. */
  folder: string
}

/** Counts one more start of the producer. */
export async function beginEpoch(spoolDir: string, name: string): Promise<ProducerIdentity> {
  await mkdir(spoolDir, { recursive: true })
  const producerId = `${name}@${await installationId(spoolDir)}`
  const folder = join(spoolDir, producerId)
  await mkdir(folder, { recursive: true })
  const epoch = (await readEpoch(folder)) + 1
  await replaceFile(join(folder, 'epoch'), `${epoch}\n`)
  return { producerId, epoch, folder }
}

/** The epoch of the newest start, 0 before the first. */
export async function readEpoch(folder: string): Promise<number> {
  const text = await readIfThere(join(folder, 'epoch'))
  if (text === null) return 0
  const epoch = Number(text)
  if (!Number.isSafeInteger(epoch) || epoch < 0) {
    throw new BackbeatError('start-failed', `${join(folder, 'epoch')} does not hold a number.`)
  }
  return epoch
}

/** Made once; of several producers that start together the first one's stays. */
async function installationId(spoolDir: string): Promise<string> {
  const path = join(spoolDir, 'installation')
  const present = await readIfThere(path)
  if (present) return present.trim()
  const mine = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(mine, `${randomBytes(4).toString('hex')}\n`, { flush: true })
  try {
    await link(mine, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(mine, { force: true })
  }
  return ((await readIfThere(path)) ?? '').trim()
}
