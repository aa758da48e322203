/**
 * The relational store: PostgreSQL through `pg` and Kysely. Each service has a schema of its own and a small pool whose
 * search path begins there; shared extensions live in `public`.
 */
import { Kysely, PostgresDialect, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import pg from 'pg'

/** Bigints come as numbers: counts and bytes stay below 2^53 here. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

export interface ServiceDatabase {
  db: Kysely<unknown>
  url: string
  close(): Promise<void>
}

/** A pool whose search path is the service's schema. */
export function openDatabase(url: string, schema: string, poolMax = 4): ServiceDatabase {
  const scoped = withSearchPath(url, schema)
  const pool = new pg.Pool({ connectionString: scoped, max: poolMax, idleTimeoutMillis: 60_000 })
  // An idle connection that breaks (server restart) is replaced at the next query; without a listener it would crash us.
  pool.on('error', () => undefined)
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  return { db, url: scoped, close: () => db.destroy() }
}

function withSearchPath(url: string, schema: string): string {
  const separator = url.includes('?') ? '&' : '?'
  return `${url}${separator}options=${encodeURIComponent(`-c search_path=${schema},public`)}`
}

/** Makes the shared extensions; needs the right to create them or finds them there. */
export async function prepareDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const extension of ['pg_trgm', 'unaccent']) {
      await client.query(`create extension if not exists ${extension} schema public`)
    }
  } finally {
    await client.end()
  }
}

/** Brings a service's schema up to date. */
export async function migrate(
  db: Kysely<unknown>,
  schema: string,
  migrations: Record<string, Migration>,
): Promise<void> {
  await sql`create schema if not exists ${sql.id(schema)}`.execute(db)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: schema,
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
