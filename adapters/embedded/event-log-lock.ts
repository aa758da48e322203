/**
 * One writer a folder: a lock file names the process that holds it. The start time beside the pid tells a process from a
 * later one of the same number, as in a container where everyone is process 1.
 */
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { BackbeatError } from '@backbeat/contracts/errors'

const heldHere = new Set<string>()

/** Returns the release; throws `start-failed` if another log, here or in a living process, holds the folder. */
export function lockFolder(dir: string): () => void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const path = join(realpathSync(dir), 'writer.lock')
  if (heldHere.has(path)) throw inUse(dir, process.pid)
  for (let attempt = 0; attempt < 3; attempt++) {
    if (create(path)) {
      heldHere.add(path)
      return () => {
        heldHere.delete(path)
        rmSync(path, { force: true })
      }
    }
    const holder = readHolder(path)
    if (holder && holder.pid !== process.pid && isAlive(holder)) throw inUse(dir, holder.pid)
    rmSync(path, { force: true })
  }
  throw new BackbeatError('start-failed', `The event log in ${dir} could not be locked.`)
}

const inUse = (dir: string, pid: number): BackbeatError =>
  new BackbeatError('start-failed', `The event log in ${dir} is in use by process ${pid}.`)

function create(path: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600)
    writeSync(file, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }))
    closeSync(file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

interface Holder {
  pid: number
  started: string | null
}

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    return null
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return holder.started === startOf(holder.pid)
}

/** Clock ticks since boot, from Linux's /proc; null elsewhere. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
