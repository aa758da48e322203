/** Access tokens without a browser: for scripts of whoever runs this installation. */
import { BackbeatError } from '@backbeat/contracts/errors'
import { importJWK, SignJWT } from 'jose'
import { isScope, rolesWithin, scopesAllowed } from './abilities.ts'
import type { Accounts } from './accounts.ts'
import { accessTokenTtlS } from './oidc-provider.ts'
import { type KeyRing, signingAlgorithm } from './signing-keys.ts'

const localClientId = 'backbeat-cli'

export interface LocalTokenOptions {
  accounts: Accounts
  keys: KeyRing
  publicUrl: string
  now: number
  user: string
  /** Separated by spaces; empty for all that the user's role allows. */
  scope: string
}

export interface LocalToken {
  accessToken: string
  expiresIn: number
  scope: string
}

export async function issueLocalToken(options: LocalTokenOptions): Promise<LocalToken> {
  const user = await options.accounts.byName(options.user)
  if (!user) throw await unknownUser(options)
  if (!user.enabled) throw new BackbeatError('conflict', `The user ${user.name} is disabled.`)
  const allowed: readonly string[] = scopesAllowed(user.role)
  const wanted = options.scope.split(/\s+/).filter(Boolean)
  const refused = wanted.filter((scope) => !allowed.includes(scope))
  if (refused.length > 0) {
    const reason = refused.every(isScope)
      ? `A ${user.role} may not have the scope ${refused.join(', ')}.`
      : `There is no scope ${refused.filter((scope) => !isScope(scope)).join(', ')}.`
    throw new BackbeatError(
      'bad-request',
      `${reason} ${user.name} may have: ${allowed.join(', ')}.`,
    )
  }
  const scope = (wanted.length > 0 ? wanted : allowed).join(' ')
  const issuedAt = Math.floor(options.now / 1000)
  const signingKey = options.keys.keys[0]
  if (!signingKey) throw new BackbeatError('unavailable')
  const accessToken = await new SignJWT({
    scope,
    client_id: localClientId,
    roles: rolesWithin(user.role),
  })
    .setProtectedHeader({ alg: signingAlgorithm, kid: signingKey.kid as string, typ: 'at+jwt' })
    .setSubject(user.id)
    .setIssuer(options.publicUrl)
    .setAudience(options.publicUrl)
    .setJti(crypto.randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + accessTokenTtlS)
    .sign(await importJWK(signingKey, signingAlgorithm))
  return { accessToken, expiresIn: accessTokenTtlS, scope }
}

const namesShownMax = 20

async function unknownUser({ accounts, user }: LocalTokenOptions): Promise<BackbeatError> {
  const { items, total } = await accounts.page(0, namesShownMax)
  const names = items.map(({ name }) => name).join(', ') || 'none yet; set up the administrator'
  const more = total > items.length ? ` and ${total - items.length} more` : ''
  return new BackbeatError('not-found', `There is no user ${user}. Users: ${names}${more}.`)
}
