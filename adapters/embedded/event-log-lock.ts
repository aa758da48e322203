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
import { setTimeout as pause } from 'node:timers/promises'
import { BackbeatError } from '@backbeat/contracts/errors'

const heldHere = new Set<string>()

/** A process that was just killed needs a moment to be gone. */
const waitMs = 1_000
const stepMs = 20

/** Returns the release; throws `start-failed` if another log, here or in a living process, holds the folder. */
export async function lockFolder(dir: string): Promise<() => void> {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const path = join(realpathSync(dir), 'writer.lock')
  if (heldHere.has(path)) throw inUse(dir, process.pid)
  const deadline = performance.now() + waitMs
  while (!create(path)) {
    const holder = readHolder(path)
    if (!holder || holder.pid === process.pid || !isAlive(holder)) rmSync(path, { force: true })
    else if (performance.now() > deadline) throw inUse(dir, holder.pid)
    else await pause(stepMs)
  }
  heldHere.add(path)
  return () => {
    heldHere.delete(path)
    rmSync(path, { force: true })
  }
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

/** Clock ticks from boot to the start, by Linux's /proc; `dead` for what only waits to be reaped; null elsewhere. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? 'dead' : (fields[19] ?? null)
  } catch {
    return null
  }
}
