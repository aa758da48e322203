/**
 * Links that carry their own permission: HMAC-SHA256 over path and query. Whoever holds the link may use it until it
 * expires; no session or other service is asked.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { BackbeatError } from '@backbeat/contracts/errors'

const signature = (secret: string, signed: string): string =>
  createHmac('sha256', secret).update(signed).digest('base64url')

/** Appends `exp` (seconds since 1970) and `sig` to a path with query. */
export function signUrl(secret: string, pathAndQuery: string, expiresAtMs: number): string {
  const separator = pathAndQuery.includes('?') ? '&' : '?'
  const signed = `${pathAndQuery}${separator}exp=${Math.floor(expiresAtMs / 1000)}`
  return `${signed}&sig=${signature(secret, signed)}`
}

/** Throws `link-invalid` or `link-expired`. */
export function verifyUrl(secret: string, pathAndQuery: string, nowMs: number): void {
  const at = pathAndQuery.lastIndexOf('&sig=')
  if (at < 0) throw new BackbeatError('link-invalid')
  const signed = pathAndQuery.slice(0, at)
  const expected = Buffer.from(signature(secret, signed))
  const given = Buffer.from(pathAndQuery.slice(at + '&sig='.length))
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
    throw new BackbeatError('link-invalid')
  }
  const expiresAt = Number(/[?&]exp=(\d+)$/.exec(signed)?.[1])
  if (!(expiresAt * 1000 > nowMs)) throw new BackbeatError('link-expired')
}
