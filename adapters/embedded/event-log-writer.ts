/**
 * Group commit: whatever was appended while one group was being synced becomes the next group, one LMDB transaction of
 * record batches, dedupe state and committed offsets. One group is in flight at a time; the next is encoded meanwhile
 * when there is enough for it. A failed commit fences the log for good, since after a failed fsync nobody knows what
 * the disk holds.
 */
import { BackbeatError } from '@backbeat/contracts/errors'
import { type DedupeChanges, noChanges } from './event-log-dedupe.ts'
import { createQueue } from './event-log-queue.ts'
import type { LogStore } from './event-log-store.ts'

const queueBytesMax = 64 * 2 ** 20
const groupBytesMax = 8 * 2 ** 20
const groupJobsMax = 4_096
const encodeAheadBytes = 512 * 2 ** 10

/** One transaction in the making. */
export interface Group {
  changes: DedupeChanges
  /** Changes of this and the group before. */
  pending: readonly DedupeChanges[]
  /** Run after all jobs have prepared. */
  seal: (() => void)[]
  /** Run inside the transaction; they only put and remove. */
  writes: (() => void)[]
  /** Run once it is durable. */
  durable: (() => void)[]
}

interface Job {
  bytes: number
  /** Adds to the group, or throws before it has added anything; returns what settles the caller's promise. */
  prepare(group: Group): () => void
  reject(error: unknown): void
}

interface PreparedGroup {
  group: Group
  prepared: { job: Job; settle: () => void }[]
}

export interface Writer {
  /** Resolves with what `prepare` returned once it is durable; waits first while too much is held. */
  submit<T>(bytes: number, prepare: (group: Group) => T): Promise<T>
  heldBytes(): number
  close(): Promise<void>
}

export interface WriterEvents {
  onCommit(seconds: number): void
  onFailure(error: unknown): void
}

export function openWriter(store: LogStore, events: WriterEvents): Writer {
  const queue = createQueue<Job>(queueBytesMax)
  let failure: BackbeatError | null = null
  let running: Promise<void> | null = null
  let inFlight: DedupeChanges | null = null

  async function run(): Promise<void> {
    // A turn of the event loop, so that what is appended together is committed together.
    await new Promise(setImmediate)
    let commit: Promise<void> = Promise.resolve()
    while (queue.length() > 0) {
      const next = gather()
      await commit
      commit = commitGroup(next)
      await Promise.race([commit, queue.filled(encodeAheadBytes)])
      if (queue.length() === 0) await commit
    }
    running = null
  }

  function gather(): PreparedGroup {
    const changes = noChanges()
    const pending = inFlight ? [changes, inFlight] : [changes]
    const group: Group = { changes, pending, seal: [], writes: [], durable: [] }
    const prepared: PreparedGroup['prepared'] = []
    let bytesLeft = groupBytesMax
    while (prepared.length < groupJobsMax) {
      const job = queue.take(bytesLeft)
      if (!job) break
      bytesLeft -= job.bytes
      try {
        prepared.push({ job, settle: job.prepare(group) })
      } catch (error) {
        finish(job, () => job.reject(error))
      }
    }
    for (const seal of group.seal) seal()
    return { group, prepared }
  }

  async function commitGroup({ group, prepared }: PreparedGroup): Promise<void> {
    inFlight = group.changes
    const startMs = performance.now()
    try {
      if (failure) throw failure
      await transact(store, group)
    } catch (error) {
      if (!failure) events.onFailure(error)
      failure ??= new BackbeatError('log-failed', undefined, { cause: error })
      for (const { job } of prepared) finish(job, () => job.reject(failure))
      return
    }
    events.onCommit((performance.now() - startMs) / 1_000)
    for (const durable of group.durable) durable()
    for (const { job, settle } of prepared) finish(job, settle)
  }

  function finish(job: Job, settle: () => void): void {
    queue.release(job.bytes)
    settle()
  }

  return {
    async submit(bytes, prepare) {
      if (failure) throw failure
      await queue.admit(bytes)
      return new Promise((resolve, reject) => {
        const settled = (group: Group) => {
          const result = prepare(group)
          return () => resolve(result)
        }
        queue.push({ bytes, prepare: settled, reject })
        running ??= run()
      })
    },
    heldBytes: () => queue.heldBytes(),
    async close() {
      while (running) await running
      failure ??= new BackbeatError('log-failed', 'The event log is closed.')
    },
  }
}

/** All writes or none: lmdb commits a batch in one transaction and rejects if any part or the fsync failed. */
async function transact(store: LogStore, group: Group): Promise<void> {
  if (group.writes.length === 0) return
  await store.root.batch(() => {
    for (const write of group.writes) write()
  })
}
