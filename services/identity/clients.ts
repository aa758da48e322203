/**
 * Apps that may ask for tokens. The player is built in; others are registered by an administrator and ask their
 * users for consent.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { ClientMetadata } from 'oidc-provider'
import type { ClientRow } from './store/tables.ts'

export const playerClientId = 'backbeat-player'

/** The address itself and, for a loopback address, its twins: browsers treat them as different origins. */
function ownOrigins(publicUrl: string): string[] {
  const url = new URL(publicUrl)
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) return [url.origin]
  const port = url.port ? `:${url.port}` : ''
  return ['127.0.0.1', 'localhost', '[::1]'].map((host) => `${url.protocol}//${host}${port}`)
}

export function playerClient(publicUrl: string): ClientMetadata {
  const origins = ownOrigins(publicUrl)
  return {
    client_id: playerClientId,
    client_name: 'Backbeat',
    token_endpoint_auth_method: 'none',
    application_type: 'web',
    redirect_uris: origins.map((origin) => `${origin}/callback`),
    post_logout_redirect_uris: origins.map((origin) => `${origin}/`),
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  }
}

const privateHost =
  /^(?:localhost|[a-z0-9-]+|[a-z0-9-]+\.local|\d+\.\d+\.\d+\.\d+|\[[0-9a-f:.]+\])$/i

/**
 * Under other names of this machine (its address in the local network, `name.local`) the player may return to the
 * origin that it was loaded from. Not under names of the public DNS: one of those could be made to point here.
 */
export function isOwnAddress(uri: string, requestOrigin: string, path: string): boolean {
  const url = URL.parse(uri)
  if (!url || uri !== `${url.origin}${path}`) return false
  return url.origin === requestOrigin && privateHost.test(url.hostname)
}

/** A registered app as the provider knows clients; its secret is a hash. */
export function clientMetadata(row: ClientRow): ClientMetadata {
  const native = row.redirect_uris.some((uri) => !/^https?:/.test(uri))
  const confidential = row.secret_hash !== null
  return {
    client_id: row.id,
    client_name: row.name,
    application_type: native ? 'native' : 'web',
    redirect_uris: row.redirect_uris,
    grant_types: [
      ...(row.redirect_uris.length > 0 ? ['authorization_code', 'refresh_token'] : []),
      ...(confidential ? ['client_credentials'] : []),
    ],
    response_types: row.redirect_uris.length > 0 ? ['code'] : [],
    token_endpoint_auth_method: confidential ? 'client_secret_basic' : 'none',
    ...(confidential ? { client_secret: row.secret_hash as string } : {}),
  }
}

const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex')

export function secretMatches(hash: string | undefined, secret: string): boolean {
  const given = Buffer.from(secretHash(secret))
  const expected = Buffer.from(hash ?? '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

export interface NewClient {
  name: string
  redirectUris: string[]
  confidential: boolean
}

/** The row to store and the secret to show once. */
export function newClient(
  wanted: NewClient,
  now: number,
): { row: ClientRow; secret: string | null } {
  for (const uri of wanted.redirectUris) checkRedirectUri(uri)
  if (!wanted.confidential && wanted.redirectUris.length === 0) {
    throw new BackbeatError('bad-request', 'A public app needs at least one redirect URI.')
  }
  const secret = wanted.confidential ? randomBytes(32).toString('hex') : null
  return {
    secret,
    row: {
      id: randomBytes(16).toString('hex'),
      name: wanted.name,
      redirect_uris: wanted.redirectUris,
      secret_hash: secret === null ? null : secretHash(secret),
      created_at: new Date(now),
    },
  }
}

const forbiddenSchemes = ['javascript:', 'vbscript:', 'data:', 'blob:', 'file:', 'about:']

function checkRedirectUri(uri: string): void {
  const url = URL.parse(uri)
  const loopback = url !== null && privateHost.test(url.hostname)
  if (!url || url.hash || forbiddenSchemes.includes(url.protocol)) {
    throw new BackbeatError(
      'bad-request',
      `${uri} is not a redirect URI: an absolute URI without #.`,
    )
  }
  if (url.protocol === 'http:' && !loopback) {
    throw new BackbeatError('bad-request', `${uri}: outside the local network it must be https.`)
  }
}
