/** The data folder: made, locked against a second run, and keeper of the installation's secret. */
import { createHmac, randomBytes } from 'node:crypto'
import { access, constants, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BackbeatError } from '@backbeat/contracts/errors'

export interface DataFolder {
  path: string
  /** A secret for a purpose, derived from the installation's own; 32 bytes, hex. */
  secret(purpose: string): string
  /** Tells programs of this machine's user how to reach the running server. */
  announce(control: { url: string; token: string }): Promise<void>
  release(): Promise<void>
}

/** Where a running server says how it is reached. */
export const controlFile = (dataDir: string): string => join(dataDir, 'run/control.json')

/** Throws `start-failed` in one sentence if the folder can't be used or another run uses it. */
export async function openDataFolder(path: string): Promise<DataFolder> {
  try {
    await mkdir(join(path, 'run'), { recursive: true })
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    const why = (cause as Error).message
    throw new BackbeatError('start-failed', `The data folder ${path} can't be used: ${why}.`, {
      cause,
    })
  }
  const lock = join(path, 'run/backbeat.lock')
  await takeLock(lock, path)
  const master = await readOrMakeSecret(join(path, 'secret'))
  return {
    path,
    secret: (purpose) => createHmac('sha256', master).update(purpose).digest('hex'),
    announce: (control) =>
      writeFile(controlFile(path), JSON.stringify({ ...control, pid: process.pid }), {
        mode: 0o600,
      }),
    release: async () => {
      await rm(controlFile(path), { force: true })
      await rm(lock, { force: true })
    },
  }
}

/** A lock of a process that has ended (its id may be another's by now: start times are compared) is taken over. */
async function takeLock(lock: string, folder: string): Promise<void> {
  const mine = `${process.pid} ${await startTimeOf(process.pid)}`
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await writeFile(lock, mine, { flag: 'wx' })
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const held = await readFile(lock, 'utf8').catch(() => '')
    const [pid, startTime] = held.split(' ')
    if (pid && (await isRunning(Number(pid), startTime ?? ''))) {
      throw new BackbeatError(
        'start-failed',
        `The data folder ${folder} is in use by another run (process ${pid}): stop that one or choose another folder with --data.`,
      )
    }
    await rm(lock, { force: true })
  }
  throw new BackbeatError('start-failed', `The data folder ${folder} can't be locked.`)
}

async function isRunning(pid: number, startTime: string): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return (await startTimeOf(pid)) === startTime
}

/** Clock ticks since boot at which a process began; empty where the system has no /proc. */
async function startTimeOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

async function readOrMakeSecret(file: string): Promise<string> {
  try {
    await writeFile(file, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return await readFile(file, 'utf8')
}
