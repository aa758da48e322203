/** SQL over signing keys. */
import { type Kysely, sql } from 'kysely'
import type { IdentityTables, SigningKeyRow } from './tables.ts'

type Db = Kysely<IdentityTables>

/** One process at a time decides about rotation; held until the transaction ends. */
export const lockRotation = (trx: Db): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtext('backbeat.identity.rotation'))`.execute(trx)

/** Newest first. */
export const signingKeys = (db: Db): Promise<SigningKeyRow[]> =>
  db.selectFrom('signing_keys').selectAll().orderBy('activates_at', 'desc').execute()

export async function insertSigningKey(db: Db, key: SigningKeyRow): Promise<void> {
  const privateJwk = JSON.stringify(key.private_jwk)
  await db
    .insertInto('signing_keys')
    .values({ ...key, private_jwk: privateJwk })
    .execute()
}

export async function deleteSigningKeys(db: Db, kids: readonly string[]): Promise<void> {
  if (kids.length === 0) return
  await db.deleteFrom('signing_keys').where('kid', 'in', kids).execute()
}
