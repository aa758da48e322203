/**
 * The OpenID provider's configuration: what the routes are called, who gets which scopes, how long things live. It is
 * built anew whenever the signing keys change, since it takes them only at construction.
 */
import type { Clock } from '@backbeat/runtime/clock'
import type { Role } from '@backbeat/runtime/service'
import type { Kysely } from 'kysely'
import Provider, {
  type Configuration,
  interactionPolicy,
  type KoaContextWithOIDC,
} from 'oidc-provider'
import { rolesWithin, scopes, scopesAllowed } from './abilities.ts'
import type { Accounts } from './accounts.ts'
import { isOwnAddress, playerClient, playerClientId, secretMatches } from './clients.ts'
import { createOidcAdapter } from './oidc-adapter.ts'
import { errorPage, signedOutPage, signOutPage } from './sign-in/pages.ts'
import { type KeyRing, signingAlgorithm } from './signing-keys.ts'
import type { IdentityTables } from './store/tables.ts'

const hour = 3_600
const day = 24 * hour
export const accessTokenTtlS = hour

export interface ProviderOptions {
  publicUrl: string
  keys: KeyRing
  cookieSecret: string
  db: Kysely<IdentityTables>
  clock: Clock
  accounts: Accounts
}

export function createOidcProvider(options: ProviderOptions): Provider {
  const provider = new Provider(options.publicUrl, configuration(options))
  // Behind a proxy that ends TLS, its headers say under which address clients see us.
  provider.proxy = true
  // Discovery would name the protocol's own scopes only, not those of the API.
  provider.use(async (ctx, next) => {
    await next()
    if (ctx.oidc?.route === 'discovery') {
      Object.assign(ctx.body as object, { scopes_supported: ['openid', ...scopes] })
    }
  })
  const client = provider.Client.prototype
  client.compareClientSecret = function (secret) {
    return secretMatches(this.clientSecret, secret)
  }
  const registered = client.redirectUriAllowed
  client.redirectUriAllowed = function (uri) {
    return registered.call(this, uri) || playerAtOwnAddress(this.clientId, uri, '/callback')
  }
  const registeredAfterLogout = client.postLogoutRedirectUriAllowed
  client.postLogoutRedirectUriAllowed = function (uri) {
    return registeredAfterLogout.call(this, uri) || playerAtOwnAddress(this.clientId, uri, '/')
  }
  return provider
}

function playerAtOwnAddress(clientId: string, uri: string, path: string): boolean {
  const ctx = Provider.ctx
  if (clientId !== playerClientId || !ctx) return false
  return isOwnAddress(uri, `${ctx.protocol}://${ctx.host}`, path)
}

function configuration(options: ProviderOptions): Configuration {
  const { publicUrl, keys, cookieSecret, db, clock } = options
  return {
    adapter: createOidcAdapter(db, clock),
    clients: [playerClient(publicUrl)],
    clientDefaults: { id_token_signed_response_alg: signingAlgorithm },
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
    jwks: { keys: [...keys.keys] } as NonNullable<Configuration['jwks']>,
    cookies: {
      keys: [cookieSecret],
      names: {
        session: 'backbeat_session',
        interaction: 'backbeat_sign_in',
        resume: 'backbeat_resume',
      },
      long: { httpOnly: true, sameSite: 'lax', path: '/' },
      short: { httpOnly: true, sameSite: 'lax' },
    },
    routes: {
      authorization: '/authorize',
      token: '/api/token',
      jwks: '/oidc/jwks',
      revocation: '/oidc/revoke',
      end_session: '/oidc/sign-out',
    },
    scopes: ['openid'],
    claims: { openid: ['sub', 'preferred_username', 'roles'] },
    responseTypes: ['code'],
    pkce: { required: (_ctx, client) => client.clientAuthMethod === 'none' },
    rotateRefreshToken: () => true,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // The player's tokens end with its session; those of other apps when their user or they say so.
    expiresWithSession: (_ctx, source) => source.clientId === playerClientId,
    ttl: lifetimes,
    clientBasedCORS: () => true,
    ...accountHooks(options),
    interactions: interactions(),
    features: features(options),
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.body = errorPage(out.error_description ?? out.error, publicUrl)
    },
  }
}

const lifetimes: NonNullable<Configuration['ttl']> = {
  AccessToken: accessTokenTtlS,
  ClientCredentials: accessTokenTtlS,
  IdToken: hour,
  AuthorizationCode: 60,
  Interaction: hour,
  RefreshToken: 60 * day,
  Session: 60 * day,
  // Whatever is refreshed ends with its grant at the latest.
  Grant: 365 * day,
}

function features(options: ProviderOptions): NonNullable<Configuration['features']> {
  return {
    devInteractions: { enabled: false },
    userinfo: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = signOutPage(form)
      },
      postLogoutSuccessSource: (ctx) => {
        ctx.body = signedOutPage(options.publicUrl)
      },
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => options.publicUrl,
      useGrantedResource: () => true,
      getResourceServerInfo: (ctx) => ({
        scope: grantableScopes(ctx).join(' '),
        audience: options.publicUrl,
        accessTokenTTL: accessTokenTtlS,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: signingAlgorithm } },
      }),
    },
  }
}

/**
 * Before sign-in every scope may be asked for; once the account is known, those of its present role. Apps that act for
 * nobody get none.
 */
function grantableScopes(ctx: KoaContextWithOIDC): readonly string[] {
  if (ctx.oidc.params?.grant_type === 'client_credentials') return []
  const role = ctx.oidc.account?.role as Role | undefined
  return role ? scopesAllowed(role) : scopes
}

function accountHooks({ accounts, publicUrl }: ProviderOptions) {
  return {
    async findAccount(_ctx, id) {
      const user = await accounts.byId(id)
      if (!user?.enabled) return undefined
      const roles = rolesWithin(user.role)
      return {
        accountId: id,
        role: user.role,
        claims: () => ({ sub: id, preferred_username: user.name, roles }),
      }
    },
    async extraTokenClaims(ctx, token) {
      if (!('accountId' in token)) return { roles: [] }
      const role = ctx.oidc.account?.role as Role | undefined
      return { roles: role ? rolesWithin(role) : [] }
    },
    /** The player is ours: what it asks for is granted without a question, as far as the role goes. */
    async loadExistingGrant({ oidc }) {
      const { client, session, provider, result, account } = oidc
      const id = result?.consent?.grantId ?? session?.grantIdFor(client?.clientId ?? '')
      const existing = id ? await provider.Grant.find(id) : undefined
      const known = existing?.accountId === account?.accountId ? existing : undefined
      if (client?.clientId !== playerClientId) return known
      // One grant a session: a second one would end what the player's other tabs hold.
      const grant =
        known ?? new provider.Grant({ clientId: playerClientId, accountId: account?.accountId })
      grantScopes(grant, publicUrl, account?.role as Role, [...oidc.requestParamScopes])
      await grant.save()
      return grant
    },
  } satisfies Configuration
}

type Grant = InstanceType<Provider['Grant']>

/** Grants of the wanted scopes those that the role allows, and notes the others as refused. */
export function grantScopes(
  grant: Grant,
  resource: string,
  role: Role,
  wanted: readonly string[],
): void {
  const allowed: readonly string[] = scopesAllowed(role)
  const granted = wanted.filter((scope) => allowed.includes(scope))
  const refused = wanted.filter((scope) => !allowed.includes(scope))
  if (wanted.includes('openid')) grant.addOIDCScope('openid')
  if (granted.length > 0) grant.addResourceScope(resource, granted.join(' '))
  if (refused.length > 0) grant.rejectResourceScope(resource, refused.join(' '))
}

function interactions(): NonNullable<Configuration['interactions']> {
  const { Check, base } = interactionPolicy
  const policy = base()
  policy.get('login')?.checks.add(
    new Check('account_gone', 'the account is disabled or deleted', ({ oidc }) => {
      const gone = oidc.session?.accountId !== undefined && oidc.account === undefined
      return gone ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT
    }),
  )
  return { policy, url: (_ctx, interaction) => `/sign-in/${interaction.uid}` }
}
