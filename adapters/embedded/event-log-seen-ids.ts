/**
 * The event ids of the last day and more. New ids are random, so a B-tree of them would rewrite a page for each; instead
 * the ids of a commit are one value of a journal, all of the journal is a table in memory, and a table that is full
 * becomes a run on disk, as in a log-structured merge tree.
 */
import { BackbeatError } from '@backbeat/contracts/errors'
import { readOffset, writeOffset } from './event-log-batch.ts'
import { IdFilter } from './event-log-id-filter.ts'
import { openIdRuns } from './event-log-id-runs.ts'
import { type Id, IdTable, idAt, wordsOf, wordsPerId } from './event-log-id-table.ts'
import type { Table } from './event-log-store.ts'

/** 512 Ki ids are 16 MiB of table. */
const idsPerRunDefault = 512 * 1_024

export interface SeenIds {
  /** Notes an id; false if it was known. */
  add(id: Id, journal: IdJournal): boolean
  /** Keeps what a group added; inside a batch of the store. Call the result when that is durable. */
  write(journal: IdJournal, nowMs: number): () => void
}

/** The ids that one group adds. */
export class IdJournal {
  #words = new Uint32Array(0)
  #length = 0

  add(id: Id): void {
    if (this.#length === this.#words.length) {
      const grown = new Uint32Array(Math.max(64, this.#length * 2))
      grown.set(this.#words)
      this.#words = grown
    }
    this.#words.set(id, this.#length)
    this.#length += wordsPerId
  }

  bytes(): Buffer {
    return Buffer.from(this.#words.buffer, 0, this.#length * 4)
  }
}

export function openSeenIds(store: Table, idsPerRun = idsPerRunDefault): SeenIds {
  const runs = openIdRuns(store)
  let table = new IdTable()
  // Kept up with each id: to build it when the table is full would hold up everything for a tenth of a second.
  let filter = IdFilter.forCount(idsPerRun)
  let firstEntry = -1
  let nextEntry = 0
  for (const { key, value } of store.getRange({ start: Buffer.from('j'), end: Buffer.from('k') })) {
    const words = wordsOf(value)
    for (let at = 0; at < words.length; at += wordsPerId) keep(idAt(words, at))
    const entry = readOffset(key, 1)
    if (firstEntry < 0) firstEntry = entry
    nextEntry = entry + 1
  }
  firstEntry = Math.max(0, firstEntry)

  function keep(id: Id): boolean {
    if (!table.add(id)) return false
    filter.add(id)
    return true
  }

  function sealTable(nowMs: number): () => void {
    for (; firstEntry < nextEntry; firstEntry++) void store.remove(journalKey(firstEntry))
    const sealed = { table, filter }
    table = new IdTable(table.slots)
    filter = IdFilter.forCount(idsPerRun)
    return runs.seal(sealed, nowMs)
  }

  return {
    add(id, journal) {
      if (runs.has(id) || !keep(id)) return false
      journal.add(id)
      return true
    },
    write(journal, nowMs) {
      runs.sweep(nowMs)
      if (table.count >= idsPerRun) return sealTable(nowMs)
      const bytes = journal.bytes()
      if (bytes.length > 0) void store.put(journalKey(nextEntry++), bytes)
      return () => undefined
    },
  }
}

function journalKey(entry: number): Buffer {
  const key = Buffer.alloc(9)
  key.write('j', 0, 'latin1')
  writeOffset(key, 1, entry)
  return key
}

const dash = 45

/** A UUID of a topic as four words, never all zero. `bad-request` if it is none. */
export function idOf(topicId: number, uuid: string): Id {
  const topic = Math.imul(topicId + 1, 0x9e3779b1)
  const words = [topic, topic ^ 0x6a09e667, topic ^ 0xbb67ae85, topic ^ 0x3c6ef372]
  let digits = 0
  for (let i = 0; i < uuid.length; i++) {
    const code = uuid.charCodeAt(i)
    if (code === dash && (i === 8 || i === 13 || i === 18 || i === 23)) continue
    const digit = hexDigit(code)
    if (digit < 0 || i === 8 || i === 13 || i === 18 || i === 23) throw notUuid()
    const word = digits >> 3
    words[word] = (words[word] as number) ^ (digit << (28 - (digits & 7) * 4))
    digits++
  }
  if (digits !== 32) throw notUuid()
  return words.map((word) => word >>> 0) as unknown as Id
}

const notUuid = (): BackbeatError => new BackbeatError('bad-request', 'An event id is a UUID.')

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  const lower = code | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : -1
}
