/**
 * Keys that sign tokens. A key is published a day before it first signs, so that whoever verifies knows it by then,
 * and stays published until every token that it signed has expired.
 */
import type { Clock } from '@backbeat/runtime/clock'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import type { Kysely } from 'kysely'
import * as store from './store/signing-keys.ts'
import type { IdentityTables, SigningKeyRow } from './store/tables.ts'

export const signingAlgorithm = 'ES256'
const dayMs = 86_400_000
export const rotateEveryMs = 30 * dayMs
export const publishAheadMs = dayMs
/** Tokens live an hour; the second one is for clocks that differ. */
export const keepAfterMs = 2 * 3_600_000

export interface KeyRing {
  /** Private keys; the first one signs. */
  keys: readonly JWK[]
  publicKeys: { keys: JWK[] }
}

/** Makes and removes keys as the time demands; returns those to use now. */
export async function rotateKeys(db: Kysely<IdentityTables>, clock: Clock): Promise<KeyRing> {
  const now = clock()
  return db.transaction().execute(async (trx) => {
    await store.lockRotation(trx)
    const rows = await store.signingKeys(trx)
    const next = nextActivation(rows[0], now)
    if (next !== null) {
      const key = await newKey(new Date(next))
      await store.insertSigningKey(trx, key)
      rows.unshift(key)
    }
    const outdated = rows.filter((_row, index) => isOutdated(rows, index, now))
    await store.deleteSigningKeys(
      trx,
      outdated.map(({ kid }) => kid),
    )
    return keyRing(
      rows.filter((row) => !outdated.includes(row)),
      now,
    )
  })
}

/** When a key to be made now shall begin to sign; null if none is due. */
function nextActivation(newest: SigningKeyRow | undefined, now: number): number | null {
  if (!newest) return now
  const due = newest.activates_at.getTime() + rotateEveryMs
  return due - publishAheadMs > now ? null : Math.max(due, now + publishAheadMs)
}

/** Rows are newest first: a key is outdated a while after its successor began to sign. */
function isOutdated(rows: readonly SigningKeyRow[], index: number, now: number): boolean {
  const successor = rows[index - 1]
  return successor !== undefined && successor.activates_at.getTime() + keepAfterMs <= now
}

function keyRing(rows: readonly SigningKeyRow[], now: number): KeyRing {
  const signing = rows.find((row) => row.activates_at.getTime() <= now) ?? rows.at(-1)
  const ordered = [...rows].sort((a, b) => Number(b === signing) - Number(a === signing))
  const keys = ordered.map((row) => row.private_jwk)
  return { keys, publicKeys: { keys: keys.map(({ d: _private, ...publicPart }) => publicPart) } }
}

async function newKey(activatesAt: Date): Promise<SigningKeyRow> {
  const { privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true })
  const jwk = await exportJWK(privateKey)
  const kid = await calculateJwkThumbprint(jwk)
  const privateJwk = { ...jwk, kid, alg: signingAlgorithm, use: 'sig' }
  return { kid, private_jwk: privateJwk, activates_at: activatesAt }
}
