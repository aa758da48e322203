/** Bearer tokens → caller: access tokens that identity signed, and the operator token of this data folder. */
import { timingSafeEqual } from 'node:crypto'
import type { Caller } from '@backbeat/runtime/service'
import { createTokenVerifier, type TokenVerifier } from '@backbeat/runtime/token-verifier'
import type { JSONWebKeySet } from 'jose'
import { operator } from './api/callers.ts'
import type { Peers } from './api/peers.ts'

/** Null without a token; throws `token-invalid` or `token-expired` for one that is no good. */
export type Authenticate = (request: Request) => Promise<Caller | null>

export interface AuthenticationOptions {
  verifier: TokenVerifier
  operatorToken: string
}

export function createAuthentication(options: AuthenticationOptions): Authenticate {
  const operatorToken = Buffer.from(options.operatorToken)
  return async (request) => {
    const header = request.headers.get('authorization')
    if (!header) return null
    const [scheme, token] = header.split(' ', 2)
    if (scheme?.toLowerCase() !== 'bearer' || !token) return null
    if (same(Buffer.from(token), operatorToken)) return operator
    return await options.verifier.verify(token)
  }
}

/** In constant time. */
const same = (given: Buffer, expected: Buffer): boolean =>
  given.length === expected.length && timingSafeEqual(given, expected)

/** Tokens are for this installation alone: its address is both issuer and audience. */
export const verifierFor = (peers: Peers, publicUrl: string): TokenVerifier =>
  createTokenVerifier({
    fetchKeys: () => peers.identity.get<JSONWebKeySet>('/jwks', null),
    issuer: publicUrl,
    audience: publicUrl,
  })
