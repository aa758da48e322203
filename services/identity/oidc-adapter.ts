/**
 * Where the OpenID provider keeps its state: one table. Codes and refresh tokens are stored under their hash, so that
 * a copy of the database does not hold usable ones.
 */
import { createHash } from 'node:crypto'
import type { Clock } from '@backbeat/runtime/clock'
import type { Kysely } from 'kysely'
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider'
import { clientMetadata } from './clients.ts'
import { clientById } from './store/clients.ts'
import * as store from './store/oidc-entries.ts'
import type { IdentityTables } from './store/tables.ts'

const hashedModels = new Set(['AuthorizationCode', 'RefreshToken'])

export function createOidcAdapter(db: Kysely<IdentityTables>, clock: Clock) {
  return (model: string): Adapter =>
    model === 'Client' ? clientAdapter(db) : entryAdapter(db, clock, model)
}

const now = (clock: Clock) => new Date(clock())

function entryAdapter(db: Kysely<IdentityTables>, clock: Clock, model: string): Adapter {
  const hashed = hashedModels.has(model)
  const keyOf = (id: string) => (hashed ? createHash('sha256').update(id).digest('base64url') : id)

  return {
    async upsert(id, payload, expiresIn) {
      const { jti, ...rest } = payload as Record<string, unknown>
      const expiresAt = expiresIn ? new Date(clock() + expiresIn * 1000) : null
      const stored = hashed ? rest : { ...rest, jti }
      await store.putEntry(db, { model, id: keyOf(id), payload: stored, expiresAt })
    },
    async find(id) {
      const entry = await store.findEntry(db, model, { id: keyOf(id) }, now(clock))
      return payloadOf(entry, hashed ? { jti: id } : {})
    },
    async findByUid(uid) {
      return payloadOf(await store.findEntry(db, model, { uid }, now(clock)), {})
    },
    async findByUserCode(code) {
      return payloadOf(await store.findEntry(db, model, { user_code: code }, now(clock)), {})
    },
    async consume(id) {
      if (await store.consumeEntry(db, model, keyOf(id), now(clock))) return
      // Somebody else used it in the same moment: one of the two stole it, so neither keeps anything.
      const entry = await store.findEntry(db, model, { id: keyOf(id) }, now(clock))
      const grantId = entry?.payload.grantId
      if (typeof grantId === 'string') await store.revokeGrant(db, grantId)
      throw new errors.InvalidGrant('already used')
    },
    destroy: (id) => store.deleteEntry(db, model, keyOf(id)),
    revokeByGrantId: (grantId) => store.deleteEntriesOfGrant(db, model, grantId),
  }
}

function payloadOf(
  entry: store.FoundEntry | undefined,
  extra: Partial<AdapterPayload>,
): AdapterPayload | undefined {
  if (!entry) return undefined
  const consumed = entry.consumedAt
    ? { consumed: Math.floor(entry.consumedAt.getTime() / 1000) }
    : {}
  return { ...entry.payload, ...consumed, ...extra } as AdapterPayload
}

/** Registered apps; read only. */
function clientAdapter(db: Kysely<IdentityTables>): Adapter {
  const readOnly = () => Promise.reject(new Error('clients are registered through POST /clients'))
  return {
    upsert: readOnly,
    async find(id) {
      const row = await clientById(db, id)
      return row && (clientMetadata(row) as AdapterPayload)
    },
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    consume: readOnly,
    destroy: readOnly,
    revokeByGrantId: readOnly,
  }
}

const sweepBatch = 1_000
const sweepBatchesMax = 20

/** Removes what expired, in bounded steps. */
export async function sweepExpired(db: Kysely<IdentityTables>, clock: Clock): Promise<number> {
  let swept = 0
  for (let batch = 0; batch < sweepBatchesMax; batch++) {
    const count = await store.sweepEntries(db, now(clock), sweepBatch)
    swept += count
    if (count < sweepBatch) break
  }
  return swept
}
