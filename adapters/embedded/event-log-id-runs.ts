/**
 * Full id tables on disk, newest first, each with a filter in memory that spares most look-ups. A run is forgotten a day
 * after it was sealed, in bounded steps.
 */
import { IdFilter } from './event-log-id-filter.ts'
import {
  type Id,
  type IdTable,
  isFree,
  isSame,
  slotHash,
  wordsOf,
  wordsPerId,
} from './event-log-id-table.ts'
import type { Table } from './event-log-store.ts'

const slotsPerChunk = 1_024
const chunkBytes = slotsPerChunk * wordsPerId * 4
/** The newest; older ones are looked up on disk at once. */
const filtersMax = 64
const removedPerCommit = 256
export const rememberedMs = 86_400_000

interface Run {
  id: number
  slots: number
  sealedAtMs: number
  filter: IdFilter | null
  /** Until the run is durable. */
  table: IdTable | null
}

export interface IdRuns {
  has(id: Id): boolean
  /** Writes a table that changes no more; inside a batch of the store. Call the result when that is durable. */
  seal(full: { table: IdTable; filter: IdFilter }, nowMs: number): () => void
  /** Forgets some of what is old; inside a batch of the store. */
  sweep(nowMs: number): void
}

/** Keys begin with a letter: `r` a run's numbers, `f` its filter, `t` its table by chunk. */
export function openIdRuns(store: Table): IdRuns {
  const runs = loadRuns(store)

  return {
    has(id) {
      for (const run of runs) {
        if (run.table) {
          if (run.table.has(id)) return true
        } else if ((!run.filter || run.filter.mayHave(id)) && storedHas(store, run, id)) {
          return true
        }
      }
      return false
    },
    seal({ table, filter }, nowMs) {
      const run: Run = {
        id: (runs[0]?.id ?? -1) + 1,
        slots: table.slots,
        sealedAtMs: nowMs,
        filter,
        table,
      }
      runs.unshift(run)
      for (const older of runs.slice(filtersMax)) older.filter = null
      writeRun(store, run, table, filter)
      return () => {
        run.table = null
      }
    },
    sweep(nowMs) {
      const oldest = runs.at(-1)
      if (!oldest || oldest.table || nowMs - oldest.sealedAtMs <= rememberedMs) return
      let left = removedPerCommit
      for (const key of store.getKeys({ ...chunkRange(oldest.id), limit: left })) {
        void store.remove(Buffer.from(key))
        left--
      }
      // Its numbers go last, so that a run half removed is still known, and removed on.
      if (left === 0) return
      void store.remove(keyOf('f', oldest.id))
      void store.remove(keyOf('r', oldest.id))
      runs.pop()
    },
  }
}

function loadRuns(store: Table): Run[] {
  const runs: Run[] = []
  for (const { key, value } of store.getRange({ start: Buffer.from('r'), end: Buffer.from('s') })) {
    runs.unshift({
      id: key.readUInt32BE(1),
      slots: value.readUInt32BE(0),
      sealedAtMs: value.readUIntBE(4, 6),
      filter: null,
      table: null,
    })
  }
  for (const run of runs.slice(0, filtersMax)) {
    const bytes = store.get(keyOf('f', run.id))
    if (bytes) run.filter = new IdFilter(wordsOf(bytes))
  }
  return runs
}

function writeRun(store: Table, run: Run, table: IdTable, filter: IdFilter): void {
  const numbers = Buffer.alloc(10)
  numbers.writeUInt32BE(run.slots, 0)
  numbers.writeUIntBE(run.sealedAtMs, 4, 6)
  void store.put(keyOf('r', run.id), numbers)
  void store.put(keyOf('f', run.id), bytesOf(filter.words))
  const bytes = bytesOf(table.words)
  for (let chunk = 0; chunk * chunkBytes < bytes.length; chunk++) {
    const part = bytes.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes)
    void store.put(chunkKey(run.id, chunk), part)
  }
}

/** Probes as the table did, chunk by chunk. A missing chunk is one that was swept. */
function storedHas(store: Table, run: Run, id: Id): boolean {
  let slot = slotHash(id) & (run.slots - 1)
  for (;;) {
    const chunk = Math.floor(slot / slotsPerChunk)
    const bytes = store.get(chunkKey(run.id, chunk))
    if (!bytes) return false
    const words = wordsOf(bytes)
    const end = (chunk + 1) * slotsPerChunk
    for (; slot < end; slot++) {
      const at = (slot % slotsPerChunk) * wordsPerId
      if (isFree(words, at)) return false
      if (isSame(words, at, id)) return true
    }
    slot %= run.slots
  }
}

function keyOf(kind: 'r' | 'f' | 't', runId: number): Buffer {
  const key = Buffer.allocUnsafe(5)
  key.write(kind, 0, 'latin1')
  key.writeUInt32BE(runId, 1)
  return key
}

function chunkKey(runId: number, chunk: number): Buffer {
  const key = Buffer.allocUnsafe(9)
  keyOf('t', runId).copy(key)
  key.writeUInt32BE(chunk, 5)
  return key
}

const chunkRange = (runId: number) => ({ start: chunkKey(runId, 0), end: keyOf('t', runId + 1) })

const bytesOf = (words: Uint32Array): Buffer =>
  Buffer.from(words.buffer, words.byteOffset, words.byteLength)
