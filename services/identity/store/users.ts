/** SQL over accounts. */
import { type Kysely, sql } from 'kysely'
import type { IdentityTables, UserRow } from './tables.ts'

type Db = Kysely<IdentityTables>

export const userById = (db: Db, id: string): Promise<UserRow | undefined> =>
  db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()

export const userByName = (db: Db, name: string): Promise<UserRow | undefined> =>
  db.selectFrom('users').selectAll().where('name', '=', name).executeTakeFirst()

export async function usersPage(
  db: Db,
  offset: number,
  limit: number,
): Promise<{ items: UserRow[]; total: number }> {
  const items = await db
    .selectFrom('users')
    .selectAll()
    .orderBy('name')
    .offset(offset)
    .limit(limit)
    .execute()
  const { total } = await db
    .selectFrom('users')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { items, total }
}

/** False if the name is taken. */
export async function insertUser(db: Db, user: UserRow): Promise<boolean> {
  const result = await db
    .insertInto('users')
    .values(user)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function updateUser(
  db: Db,
  id: string,
  change: Partial<Omit<UserRow, 'id' | 'name' | 'created_at'>>,
): Promise<UserRow | undefined> {
  return db.updateTable('users').set(change).where('id', '=', id).returningAll().executeTakeFirst()
}

/** Administrators who can sign in, other than this one. */
export async function hasAdministrator(db: Db, except = ''): Promise<boolean> {
  const found = await db
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'admin')
    .where('enabled', '=', true)
    .where('password_hash', 'is not', null)
    .where('id', '!=', except)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** Changes of who administers wait for each other until the transaction ends. */
export const lockAdministration = (trx: Db): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtext('backbeat.identity.administration'))`.execute(trx)
