/** For tests of the catalog: the service as it runs, over a real database and object store, with its events noted. */
import type { TestContext } from 'node:test'
import type { ImportProgress } from '@backbeat/contracts/api/catalog'
import type { ObjectStore } from '@backbeat/ports/object-store'
import { systemClock } from '@backbeat/runtime/clock'
import { createMetrics } from '@backbeat/runtime/metrics'
import type { OutboxEvent } from '@backbeat/runtime/outbox'
import type { Entry, ServiceContext } from '@backbeat/runtime/service'
import { quietLogger, testDatabase, testFolder } from '@backbeat/runtime/testing'
import { catalog } from '../service.ts'
import type { CatalogTables } from '../store/tables.ts'

export interface TestCatalog {
  db: Awaited<ReturnType<typeof testDatabase<CatalogTables>>>['db']
  events: OutboxEvent[]
  entries: readonly Entry[]
  get<T>(path: string): Promise<T>
  send(method: string, path: string, body?: unknown): Promise<Response>
  /** Runs an import of everything, or of what the body says, to its end. */
  import(body?: object): Promise<ImportProgress>
}

type Context = ServiceContext<'objects' | 'encoder', typeof catalog.settings>

export interface StartOptions {
  objects: ObjectStore
  music?: string[]
  watchMusic?: boolean
}

export async function startCatalog(
  t: TestContext,
  { objects, music = [], watchMusic = false }: StartOptions,
): Promise<TestCatalog> {
  const { db } = await testDatabase<CatalogTables>(t, catalog.migrations)
  const dataDir = await testFolder(t)
  const events: OutboxEvent[] = []
  const abort = new AbortController()
  const context = {
    ports: { objects, encoder: {} },
    settings: { music, watchMusic, rescanMinutes: 0 },
    dataDir,
    publicUrl: 'http://127.0.0.1',
    database: () => db,
    log: quietLogger,
    metrics: createMetrics(),
    clock: systemClock,
    outbox: { write: async (_trx: unknown, added: OutboxEvent[]) => void events.push(...added) },
    signal: abort.signal,
  } as unknown as Context
  const running = await catalog.start(context)
  t.after(() => running.stop?.())
  const send = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
    return (running.fetch as NonNullable<typeof running.fetch>)(
      new Request(`http://catalog${path}`, init),
    )
  }
  const get = async <T>(path: string): Promise<T> => {
    const response = await send('GET', path)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  await settled(get)
  return {
    db,
    events,
    entries: running.entries ?? [],
    get,
    send,
    async import(body = {}) {
      await settled(get)
      await send('POST', '/imports', body)
      return settled(get)
    },
  }
}

async function settled(get: TestCatalog['get']): Promise<ImportProgress> {
  for (;;) {
    const progress = await get<ImportProgress>('/imports/current')
    if (!['scanning', 'importing'].includes(progress.state)) return progress
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
