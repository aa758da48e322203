/**
 * A pool of worker threads that read music files. A file that hangs or kills its worker fails with a reason, the worker
 * is replaced and the rest of its unit read again. Units come back in any order; about `aheadMax` files wait at most.
 */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { FoundFile, ReadTrack } from '../tags/read-track.ts'
import type { FileOutcome, UnitOrder } from './parse-worker.ts'

export interface Unit<F extends FoundFile = FoundFile> {
  root: string
  files: readonly F[]
}

export type Outcome<F extends FoundFile> =
  | { file: F; track: ReadTrack }
  | { file: F; failure: string }

export interface UnitOutcome<F extends FoundFile> {
  unit: Unit<F>
  outcomes: Outcome<F>[]
}

export interface PoolOptions {
  signal: AbortSignal
  threads?: number
  fileTimeoutMs?: number
  aheadMax?: number
}

const threadsMax = 8
const heapMbMax = 192

interface Slot<F extends FoundFile> {
  worker: Worker
  /** Index of the file it is at (-1 between units), and a count of files begun. */
  position: Int32Array
  unit: Unit<F> | null
  /** Reasons of files that hung or killed a worker, by index in the unit. */
  failures: Map<number, string>
  /** Files sent to the worker, as indices in the unit. */
  sent: number[]
  count: number
  since: number
}

interface Pool<F extends FoundFile> {
  slots: Slot<F>[]
  done: UnitOutcome<F>[]
  error: Error | null
  /** Called when there is a result, an error or an abort. */
  wake(): void
  signal: AbortSignal
  fileTimeoutMs: number
}

/** Yields each unit with what became of its files. */
export async function* readUnits<F extends FoundFile>(
  units: Iterable<Unit<F>>,
  options: PoolOptions,
): AsyncGenerator<UnitOutcome<F>> {
  const { signal, fileTimeoutMs = 30_000, aheadMax = 1500 } = options
  const threads = options.threads ?? Math.min(threadsMax, availableParallelism())
  const queue = units[Symbol.iterator]()
  const nothing = () => undefined
  const pool: Pool<F> = { slots: [], done: [], error: null, wake: nothing, signal, fileTimeoutMs }
  const watchdog = setInterval(() => replaceHung(pool), Math.min(1000, fileTimeoutMs))
  const abort = () => pool.wake()
  signal.addEventListener('abort', abort, { once: true })
  let exhausted = false
  try {
    for (;;) {
      if (signal.aborted) throw new BackbeatError('unavailable', 'The import was stopped.')
      if (pool.error) throw pool.error
      if (!exhausted) exhausted = feed(pool, queue, { threads, aheadMax })
      const result = pool.done.shift()
      if (result) yield result
      else if (exhausted && pool.slots.every((slot) => !slot.unit)) return
      else await new Promise<void>((resolve) => (pool.wake = resolve))
    }
  } finally {
    clearInterval(watchdog)
    signal.removeEventListener('abort', abort)
    await Promise.all(pool.slots.map((slot) => slot.worker.terminate()))
  }
}

/** Gives units to idle workers while not too many results wait. True when no units are left. */
function feed<F extends FoundFile>(
  pool: Pool<F>,
  queue: Iterator<Unit<F>>,
  { threads, aheadMax }: { threads: number; aheadMax: number },
): boolean {
  const waiting = pool.done.reduce((sum, { unit }) => sum + unit.files.length, 0)
  while (waiting < aheadMax) {
    const idle = pool.slots.find((slot) => !slot.unit)
    if (!idle && pool.slots.length >= threads) return false
    const next = queue.next()
    if (next.done) return true
    const slot = idle ?? startWorker(pool)
    if (!idle) pool.slots.push(slot)
    slot.failures = new Map()
    send(slot, next.value)
  }
  return false
}

function startWorker<F extends FoundFile>(pool: Pool<F>): Slot<F> {
  const position = new Int32Array(new SharedArrayBuffer(8))
  const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
    workerData: position,
    resourceLimits: { maxOldGenerationSizeMb: heapMbMax, maxYoungGenerationSizeMb: 8 },
  })
  const failures = new Map<number, string>()
  const slot: Slot<F> = { worker, position, unit: null, failures, sent: [], count: 0, since: 0 }
  worker.on('message', (outcomes: FileOutcome[]) => {
    const unit = slot.unit as Unit<F>
    slot.unit = null
    pool.done.push({ unit, outcomes: merge(unit, slot, outcomes) })
    pool.wake()
  })
  worker.on('error', ({ message }) => replace(pool, slot, `Reading it failed: ${message}`))
  return slot
}

function send<F extends FoundFile>(slot: Slot<F>, unit: Unit<F>): void {
  slot.unit = unit
  slot.since = Date.now()
  slot.sent = [...unit.files.keys()].filter((index) => !slot.failures.has(index))
  const files = slot.sent.map((index) => plain(unit.files[index] as F))
  slot.worker.postMessage({ root: unit.root, files } satisfies UnitOrder)
}

/** Only what the worker needs: files carry more than that on this side. */
const plain = ({ path, fingerprint, coverName, lyricsName }: FoundFile): FoundFile => ({
  path,
  fingerprint,
  coverName,
  lyricsName,
})

/** The file that the worker was at has failed; a new worker reads the rest of the unit. */
function replace<F extends FoundFile>(pool: Pool<F>, slot: Slot<F>, reason: string): void {
  const index = slot.sent[Atomics.load(slot.position, 0)]
  slot.worker
    .removeAllListeners('message')
    .removeAllListeners('error')
    .on('error', () => undefined)
  void slot.worker.terminate()
  if (pool.signal.aborted) return
  const fresh = startWorker(pool)
  pool.slots[pool.slots.indexOf(slot)] = fresh
  if (!slot.unit) return
  // A worker that dies before its first file (out of memory, bad install) must not be started for ever.
  if (index === undefined) pool.error = new BackbeatError('unavailable', reason)
  else fresh.failures = slot.failures.set(index, reason)
  send(fresh, slot.unit)
  pool.wake()
}

function replaceHung<F extends FoundFile>(pool: Pool<F>): void {
  const now = Date.now()
  for (const slot of [...pool.slots]) {
    const count = Atomics.load(slot.position, 1)
    if (!slot.unit || count !== slot.count) Object.assign(slot, { count, since: now })
    else if (now - slot.since > pool.fileTimeoutMs) {
      replace(pool, slot, `Reading it took longer than ${pool.fileTimeoutMs / 1000} seconds.`)
    }
  }
}

function merge<F extends FoundFile>(
  unit: Unit<F>,
  slot: Slot<F>,
  read: FileOutcome[],
): Outcome<F>[] {
  const outcomes = read.map((outcome): Outcome<F> => {
    const file = unit.files[slot.sent[outcome.index] as number] as F
    return 'track' in outcome ? { file, track: outcome.track } : { file, failure: outcome.failure }
  })
  for (const [index, failure] of slot.failures) {
    outcomes.push({ file: unit.files[index] as F, failure })
  }
  return outcomes
}
