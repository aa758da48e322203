/** SQL over what the OpenID provider remembers: sessions, interactions, grants, codes, refresh tokens. */
import { type Kysely, sql } from 'kysely'
import type { IdentityTables } from './tables.ts'

type Db = Kysely<IdentityTables>

export interface OidcEntry {
  model: string
  id: string
  payload: Record<string, unknown>
  expiresAt: Date | null
}

export interface FoundEntry {
  payload: Record<string, unknown>
  consumedAt: Date | null
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Writes an entry; one that was consumed stays so. */
export async function putEntry(db: Db, entry: OidcEntry): Promise<void> {
  const { model, id, payload, expiresAt } = entry
  const columns = {
    payload: JSON.stringify(payload),
    grant_id: textOf(payload.grantId),
    uid: textOf(payload.uid),
    user_code: textOf(payload.userCode),
    account_id: textOf(payload.accountId),
    expires_at: expiresAt,
  }
  await db
    .insertInto('oidc_entries')
    .values({ model, id, consumed_at: null, ...columns })
    .onConflict((conflict) => conflict.columns(['model', 'id']).doUpdateSet(columns))
    .execute()
}

type Key = { id: string } | { uid: string } | { user_code: string }

export async function findEntry(
  db: Db,
  model: string,
  key: Key,
  now: Date,
): Promise<FoundEntry | undefined> {
  const [column, value] = Object.entries(key)[0] as ['id' | 'uid' | 'user_code', string]
  const row = await db
    .selectFrom('oidc_entries')
    .select(['payload', 'consumed_at'])
    .where('model', '=', model)
    .where(column, '=', value)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
    .executeTakeFirst()
  return row && { payload: row.payload, consumedAt: row.consumed_at }
}

/** True for exactly one caller, however many try at once. */
export async function consumeEntry(db: Db, model: string, id: string, now: Date): Promise<boolean> {
  const result = await db
    .updateTable('oidc_entries')
    .set({ consumed_at: now })
    .where('model', '=', model)
    .where('id', '=', id)
    .where('consumed_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function deleteEntry(db: Db, model: string, id: string): Promise<void> {
  await db.deleteFrom('oidc_entries').where('model', '=', model).where('id', '=', id).execute()
}

export async function deleteEntriesOfGrant(db: Db, model: string, grantId: string): Promise<void> {
  await db
    .deleteFrom('oidc_entries')
    .where('model', '=', model)
    .where('grant_id', '=', grantId)
    .execute()
}

/** The grant with all that was issued under it. */
export async function revokeGrant(db: Db, grantId: string): Promise<void> {
  await db
    .deleteFrom('oidc_entries')
    .where((where) =>
      where.or([
        where('grant_id', '=', grantId),
        where.and([where('model', '=', 'Grant'), where('id', '=', grantId)]),
      ]),
    )
    .execute()
}

/** Signs an account out everywhere. */
export async function deleteEntriesOfAccount(db: Db, accountId: string): Promise<void> {
  await db.deleteFrom('oidc_entries').where('account_id', '=', accountId).execute()
}

/** Deletes up to `limit` expired entries; how many they were. */
export async function sweepEntries(db: Db, now: Date, limit: number): Promise<number> {
  const result = await sql`
    delete from oidc_entries where ctid in (
      select ctid from oidc_entries where expires_at <= ${now} limit ${limit} for update skip locked
    )`.execute(db)
  return Number(result.numAffectedRows ?? 0)
}
