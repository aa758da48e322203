/**
 * Events on their way to the server: kept in IndexedDB until acknowledged, sent in batches, sent again with the same ids
 * after a failure (the server counts an id once). At most 10,000 wait; then the oldest go.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { batchOf, bodyOf, type QueuedEvent } from './event-batch.ts'
import type { PlayEvent } from './play-log.ts'
import type { PlayerServer } from './ports.ts'

interface Schema extends DBSchema {
  events: { key: number; value: QueuedEvent; indexes: { id: string; userId: string } }
}

const waitingMax = 10_000
const gatherMs = 3_000
const retryMs = [5_000, 15_000, 60_000]
const batch = { lines: 200, bytes: 200_000 }
/** Browsers refuse more than 64 KiB on the way out. */
const farewell = { lines: 100, bytes: 50_000 }

export class Events {
  readonly #server: PlayerServer
  readonly #userId: string
  readonly #database = open()
  /** What this page added and has not heard of; also what is sent when the page goes. */
  #waiting: QueuedEvent[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  #sending = false
  readonly #onOnline = () => {
    this.#failures = 0
    this.#later(0)
  }

  constructor(server: PlayerServer, userId: string) {
    this.#server = server
    this.#userId = userId
    addEventListener('online', this.#onOnline)
    this.#later(gatherMs)
  }

  emit(event: PlayEvent) {
    const queued = { id: event.id, userId: this.#userId, line: JSON.stringify(event) }
    this.#waiting = [...this.#waiting, queued].slice(-waitingMax)
    // Where the database refuses, the event still waits in memory.
    void this.#database.then((db) => db?.add('events', queued)).catch(() => undefined)
    this.#later(gatherMs)
  }

  /** The page may be gone in a moment: no waiting for the database. Ids make a second sending harmless. */
  flush() {
    const last = batchOf(this.#waiting, farewell)
    if (last.length === 0) return
    void this.#server
      .postEvents(bodyOf(last), { keepalive: true })
      .then(() => this.#acknowledge(last))
      .catch(() => undefined)
  }

  stop() {
    this.flush()
    clearTimeout(this.#timer)
    removeEventListener('online', this.#onOnline)
  }

  #later(delay: number) {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      void alone(() => this.#send())
    }, delay)
  }

  async #send() {
    if (this.#sending) return
    this.#sending = true
    try {
      for (;;) {
        const next = batchOf(await this.#read(), batch)
        if (next.length === 0) break
        await this.#server.postEvents(bodyOf(next), { keepalive: false })
        await this.#acknowledge(next)
      }
      this.#failures = 0
    } catch {
      this.#later(retryMs[this.#failures++] ?? 60_000)
    } finally {
      this.#sending = false
    }
  }

  async #read(): Promise<QueuedEvent[]> {
    const db = await this.#database
    if (!db) return this.#waiting
    const total = await db.count('events')
    if (total > waitingMax) await dropOldest(db, total - waitingMax)
    return db.getAllFromIndex('events', 'userId', this.#userId, batch.lines)
  }

  async #acknowledge(sent: QueuedEvent[]) {
    const ids = new Set(sent.map((event) => event.id))
    this.#waiting = this.#waiting.filter((event) => !ids.has(event.id))
    const db = await this.#database
    if (!db) return
    const transaction = db.transaction('events', 'readwrite')
    for (const id of ids) {
      for (const key of await transaction.store.index('id').getAllKeys(id)) {
        await transaction.store.delete(key)
      }
    }
    await transaction.done
  }
}

/** Without a database (private windows) events wait in memory only. */
const open = (): Promise<IDBPDatabase<Schema> | null> =>
  openDB<Schema>('backbeat-player', 1, {
    upgrade(db) {
      const events = db.createObjectStore('events', { autoIncrement: true })
      events.createIndex('id', 'id')
      events.createIndex('userId', 'userId')
    },
  }).catch(() => null)

async function dropOldest(db: IDBPDatabase<Schema>, count: number) {
  const keys = await db.getAllKeys('events', null, count)
  const transaction = db.transaction('events', 'readwrite')
  await Promise.all([...keys.map((key) => transaction.store.delete(key)), transaction.done])
}

/** One tab at a time, where the browser can tell. */
async function alone(work: () => Promise<void>) {
  if (!navigator.locks) return work()
  await navigator.locks.request('backbeat.events', work)
}
