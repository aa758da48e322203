/** For tests beside the code: a fresh schema in the test run's PostgreSQL, quiet logs, throw-away folders. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { readEnvironment } from './config.ts'
import { migrate, openDatabase } from './database.ts'
import { createLogger } from './log.ts'

export const quietLogger = createLogger('silent')

/** The PostgreSQL of this test run; the global setup `test/setup.ts` starts it. */
export function testDatabaseUrl(): string {
  const url = readEnvironment().BACKBEAT_TEST_DATABASE_URL
  if (!url) throw new Error('run tests with `npm run test:only -- FILES`, which starts PostgreSQL')
  return url
}

/**
 * A schema of its own with these migrations. It stays until the test run's PostgreSQL goes: Kysely's migrator looks at
 * the tables of all schemas, and fails when another test drops one meanwhile.
 */
export async function testDatabase<Tables>(
  t: Pick<TestContext, 'after'>,
  migrations: Record<string, Migration> = {},
): Promise<{ db: Kysely<Tables>; url: string; schema: string }> {
  const schema = `t_${randomBytes(6).toString('hex')}`
  const { db, url, close } = openDatabase(testDatabaseUrl(), schema)
  t.after(close)
  await migrate(db, schema, migrations)
  return { db: db as Kysely<Tables>, url, schema }
}

/** A folder that is removed after the test. */
export async function testFolder(t: Pick<TestContext, 'after'>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'backbeat-test-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}
