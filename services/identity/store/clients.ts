/** SQL over registered third-party apps. */
import type { Kysely } from 'kysely'
import type { ClientRow, IdentityTables } from './tables.ts'

type Db = Kysely<IdentityTables>

export const clientById = (db: Db, id: string): Promise<ClientRow | undefined> =>
  db.selectFrom('clients').selectAll().where('id', '=', id).executeTakeFirst()

export async function clientsPage(
  db: Db,
  offset: number,
  limit: number,
): Promise<{ items: ClientRow[]; total: number }> {
  const items = await db
    .selectFrom('clients')
    .selectAll()
    .orderBy('name')
    .orderBy('id')
    .offset(offset)
    .limit(limit)
    .execute()
  const { total } = await db
    .selectFrom('clients')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { items, total }
}

export async function insertClient(db: Db, client: ClientRow): Promise<void> {
  const redirectUris = JSON.stringify(client.redirect_uris)
  await db
    .insertInto('clients')
    .values({ ...client, redirect_uris: redirectUris })
    .execute()
}

export async function deleteClient(db: Db, id: string): Promise<boolean> {
  const result = await db.deleteFrom('clients').where('id', '=', id).executeTakeFirst()
  return result.numDeletedRows === 1n
}
