/** Global setup of a test run: one PostgreSQL for all test files, in a throw-away folder. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmbeddedPostgres, startPostgres } from '@backbeat/adapters/embedded/postgres'
import { prepareDatabase } from '@backbeat/runtime/database'

let postgres: EmbeddedPostgres | undefined
let folder: string

export async function globalSetup(): Promise<void> {
  if (process.env.BACKBEAT_TEST_DATABASE_URL) return
  folder = await mkdtemp(join(tmpdir(), 'backbeat-test-pg-'))
  postgres = await startPostgres(folder)
  await prepareDatabase(postgres.url)
  process.env.BACKBEAT_TEST_DATABASE_URL = postgres.url
}

export async function globalTeardown(): Promise<void> {
  if (!postgres) return
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}
