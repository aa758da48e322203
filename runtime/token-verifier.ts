/**
 * Checks access tokens: JWTs that identity signed. What was verified once is remembered until it expires, since a
 * signature check costs far more than a look-up; keys are fetched again when a token names one that is not known.
 */
import { createHash } from 'node:crypto'
import { BackbeatError } from '@backbeat/contracts/errors'
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'
import { type Clock, systemClock } from './clock.ts'
import { type Caller, type Role, roles } from './service.ts'

export interface VerifiedCaller extends Caller {
  /** Milliseconds since 1970. */
  expiresAt: number
}

export interface TokenVerifier {
  /** Throws `token-invalid` or `token-expired`; `unavailable` when the keys can't be had. */
  verify(token: string): Promise<VerifiedCaller>
}

export interface TokenVerifierOptions {
  fetchKeys: () => Promise<JSONWebKeySet>
  issuer: string
  audience: string
  clock?: Clock
}

const cachedTokensMax = 10_000
const tokenLengthMax = 8_192
/** A stranger's made-up key ids must not make us ask for keys all the time. */
const refetchPauseMs = 5_000
const clockToleranceS = 5

export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const clock = options.clock ?? systemClock
  const keys = createKeySource(options.fetchKeys, clock)
  const verified = new LRUCache<string, VerifiedCaller>({ max: cachedTokensMax })

  return {
    async verify(token) {
      if (token.length > tokenLengthMax) throw invalid()
      const digest = createHash('sha256').update(token).digest('base64url')
      const known = verified.get(digest)
      if (known) {
        if (known.expiresAt > clock()) return known
        verified.delete(digest)
        throw expired()
      }
      const caller = callerFrom(await verifySignature(token, keys, { ...options, clock }))
      verified.set(digest, caller)
      return caller
    },
  }
}

async function verifySignature(
  token: string,
  keys: KeySource,
  { issuer, audience, clock }: { issuer: string; audience: string; clock: Clock },
): Promise<JWTPayload> {
  const check = async () =>
    jwtVerify(token, await keys.current(), {
      issuer,
      audience,
      typ: 'at+jwt',
      algorithms: ['ES256', 'EdDSA'],
      requiredClaims: ['sub', 'exp'],
      clockTolerance: clockToleranceS,
      currentDate: new Date(clock()),
    })
  try {
    const first = await check().catch(async (error: unknown) => {
      if (error instanceof errors.JWKSNoMatchingKey && (await keys.refetch())) return check()
      throw error
    })
    return first.payload
  } catch (error) {
    if (error instanceof BackbeatError) throw error
    if (error instanceof errors.JWTExpired) throw expired(error)
    throw invalid(error)
  }
}

const expired = (cause?: unknown) =>
  new BackbeatError('token-expired', 'The access token expired', { cause })

const invalid = (cause?: unknown) =>
  new BackbeatError('token-invalid', 'Invalid access token', { cause })

function callerFrom(payload: JWTPayload): VerifiedCaller {
  const list = Array.isArray(payload.roles) ? payload.roles : []
  return {
    userId: payload.sub as string,
    roles: list.filter((role): role is Role => roles.includes(role)),
    scopes: typeof payload.scope === 'string' ? payload.scope.split(' ').filter(Boolean) : [],
    clientId: typeof payload.client_id === 'string' ? payload.client_id : '',
    expiresAt: (payload.exp as number) * 1000,
  }
}

type KeyLookup = ReturnType<typeof createLocalJWKSet>

interface KeySource {
  current(): Promise<KeyLookup>
  /** Asks again, unless it did so moments ago; false if it did. */
  refetch(): Promise<boolean>
}

function createKeySource(fetchKeys: () => Promise<JSONWebKeySet>, clock: Clock): KeySource {
  let lookup: KeyLookup | undefined
  let fetching: Promise<KeyLookup> | undefined
  let fetchedAt = Number.NEGATIVE_INFINITY

  const fetchNow = async (): Promise<KeyLookup> => {
    fetchedAt = clock()
    try {
      lookup = createLocalJWKSet(await fetchKeys())
      return lookup
    } catch (cause) {
      throw new BackbeatError('unavailable', 'The signing keys are not available.', { cause })
    } finally {
      fetching = undefined
    }
  }
  const fetchOnce = (): Promise<KeyLookup> => {
    fetching ??= fetchNow()
    return fetching
  }

  return {
    current: async () => lookup ?? fetchOnce(),
    async refetch() {
      if (clock() - fetchedAt < refetchPauseMs) return false
      await fetchOnce()
      return true
    },
  }
}
