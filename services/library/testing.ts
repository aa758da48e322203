/** For tests: the library's routes over a real database, called as several users; events are collected. */
import type { TestContext } from 'node:test'
import { headersOf } from '@backbeat/runtime/http'
import type { OutboxEvent } from '@backbeat/runtime/outbox'
import { quietLogger, testDatabase } from '@backbeat/runtime/testing'
import { libraryMigration } from './migrations/2026-11-24-library.ts'
import { libraryRoutes } from './routes.ts'
import type { LibraryTables } from './tables.ts'

export interface Reply<T> {
  status: number
  body: T
}

export async function startLibrary(t: TestContext) {
  const { db } = await testDatabase<LibraryTables>(t, { library: libraryMigration })
  const events: OutboxEvent[] = []
  const time = { now: Date.UTC(2026, 10, 24) }
  const routes = libraryRoutes({
    db,
    outbox: { write: async (_trx, written) => void events.push(...written) },
    clock: () => time.now,
    log: quietLogger,
  })
  const as = (userId: string) => {
    const headers = headersOf({ userId, roles: ['listener'], scopes: [], clientId: 'test' })
    return async <T>(method: string, path: string, body?: unknown): Promise<Reply<T>> => {
      const init = body === undefined ? {} : { body: JSON.stringify(body) }
      const response = await routes.request(path, { method, headers, ...init })
      const text = await response.text()
      return { status: response.status, body: (text ? JSON.parse(text) : null) as T }
    }
  }
  /** What was told since the last look, as `type change-or-track`. */
  const told = (): string[] =>
    events.splice(0).map(({ type, data }) => {
      const about = 'change' in data ? data.change : 'trackId' in data ? data.trackId : ''
      return `${type} ${about}`
    })
  return { db, as, told, events, time }
}

/** 22 characters that begin with a readable name. */
export const idOf = (name: string): string => name.padEnd(22, '0')
