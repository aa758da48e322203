/** What a signed audio link says; media signs it, the edge trusts nothing else. */
import { BackbeatError } from '@backbeat/contracts/errors'
import { verifyUrl } from '@backbeat/runtime/signed-url'

export interface AudioLink {
  trackId: string
  level: string
  /** Object key of the bytes. */
  key: string
  /** MIME type of the bytes. */
  type: string
}

const path = /^\/audio\/v1\/files\/([0-9A-Za-z]{22})\/([a-z0-9-]{1,32})\?/

/** Throws `link-invalid`, `link-expired`, or `not-found` for a path that is no audio file's. */
export function readLink(url: string, secret: string, nowMs: number): AudioLink {
  const match = path.exec(url)
  if (!match?.[1] || !match[2])
    throw new BackbeatError(url.includes('?') ? 'not-found' : 'link-invalid')
  verifyUrl(secret, url, nowMs)
  const query = new URLSearchParams(url.slice(match[0].length))
  const key = query.get('key')
  const type = query.get('type')
  if (!key || !type) throw new BackbeatError('link-invalid')
  return { trackId: match[1], level: match[2], key, type }
}
