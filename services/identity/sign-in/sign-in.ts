/**
 * The pages under `/sign-in/<interaction>`: raw handlers, since the provider finds the interaction by a cookie that is
 * bound to this path. A form is taken only from our own page: the cookie is same-site and the form carries a token
 * made from the interaction's id.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { Clock } from '@backbeat/runtime/clock'
import type { Logger } from '@backbeat/runtime/log'
import { errors, type default as Provider } from 'oidc-provider'
import type { Accounts } from '../accounts.ts'
import { playerClientId } from '../clients.ts'
import { grantScopes } from '../oidc-provider.ts'
import { createRateLimit, type RateLimit } from '../rate-limit.ts'
import { clientAddress, readForm } from './forms.ts'
import { pageHeaders } from './page-frame.ts'
import { consentPage, errorPage, registerPage, signInPage } from './pages.ts'

export interface SignInOptions {
  /** The provider of the moment. */
  provider: () => Provider
  accounts: Accounts
  publicUrl: string
  csrfSecret: string
  registration: boolean
  clock: Clock
  log: Logger
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

interface Visit extends SignInOptions {
  request: IncomingMessage
  response: ServerResponse
  interaction: Interaction
  path: string
  limits: Limits
}

interface Limits {
  perUserAndAddress: RateLimit
  perAddress: RateLimit
  perUser: RateLimit
  registrations: RateLimit
}

const minute = 60_000

const createLimits = (clock: Clock): Limits => ({
  perUserAndAddress: createRateLimit({ attempts: 10, windowMs: 5 * minute, clock }),
  perAddress: createRateLimit({ attempts: 50, windowMs: 5 * minute, clock }),
  perUser: createRateLimit({ attempts: 100, windowMs: 15 * minute, clock }),
  registrations: createRateLimit({ attempts: 10, windowMs: 60 * minute, clock }),
})

export function createSignIn(options: SignInOptions) {
  const limits = createLimits(options.clock)
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?', 1)[0] as string
    try {
      const interaction = await options.provider().interactionDetails(request, response)
      const base = `/sign-in/${interaction.uid}`
      await handle({ ...options, request, response, interaction, path: base, limits }, path)
    } catch (error) {
      failed(options, response, error)
    }
  }
}

async function handle(visit: Visit, path: string): Promise<void> {
  const post = visit.request.method === 'POST'
  if (!post && visit.request.method !== 'GET') throw new BackbeatError('method-not-allowed')
  const consent = visit.interaction.prompt.name === 'consent'
  if (path === visit.path && consent) return post ? answerConsent(visit) : showConsent(visit)
  if (path === visit.path) return post ? signIn(visit) : showSignIn(visit)
  if (path === `${visit.path}/register` && visit.registration && !consent) {
    return post ? register(visit) : showRegister(visit)
  }
  throw new BackbeatError('not-found')
}

async function showSignIn(visit: Visit, error?: string, name?: string): Promise<void> {
  const { interaction, accounts, publicUrl } = visit
  const client = await visit.provider().Client.find(interaction.params.client_id as string)
  const hint = interaction.params.login_hint
  const html = signInPage({
    action: visit.path,
    csrf: csrfFor(visit),
    error,
    name: name ?? (typeof hint === 'string' ? hint : undefined),
    clientName: client?.clientName ?? 'the app',
    firstParty: client?.clientId === playerClientId,
    registerUrl: visit.registration ? `${visit.path}/register` : undefined,
    setupUrl: (await accounts.setupNeeded()) ? publicUrl : undefined,
  })
  send(visit.response, error ? 400 : 200, html)
}

async function signIn(visit: Visit): Promise<void> {
  const form = await checkedForm(visit)
  const name = form.get('name') ?? ''
  const address = clientAddress(visit.request)
  const key = name.trim().toLowerCase().slice(0, 64)
  const { perAddress, perUser, perUserAndAddress } = visit.limits
  // All are counted, whichever of them says no.
  const allowed = [perAddress.take(address), perUserAndAddress.take(`${address} ${key}`)]
  allowed.push(perUser.take(key))
  if (allowed.includes(false)) throw tooMany()
  const user = await visit.accounts.authenticate(name, form.get('password') ?? '')
  if (!user) return showSignIn(visit, 'The user name or the password is not right.', name)
  perUserAndAddress.clear(`${address} ${key}`)
  perUser.clear(key)
  await finishSignIn(visit, user.id)
}

const tooMany = () =>
  new BackbeatError('rate-limited', 'Too many attempts. Wait some minutes, then try again.')

const finishSignIn = (visit: Visit, accountId: string) =>
  visit
    .provider()
    .interactionFinished(
      visit.request,
      visit.response,
      { login: { accountId, remember: true } },
      { mergeWithLastSubmission: false },
    )

function showRegister(visit: Visit, error?: string, name?: string): void {
  const html = registerPage({
    action: `${visit.path}/register`,
    csrf: csrfFor(visit),
    error,
    name,
    signInUrl: visit.path,
  })
  send(visit.response, error ? 400 : 200, html)
}

async function register(visit: Visit): Promise<void> {
  const form = await checkedForm(visit)
  if (!visit.limits.registrations.take(clientAddress(visit.request))) throw tooMany()
  const name = form.get('name') ?? ''
  const password = form.get('password') ?? ''
  try {
    const user = await visit.accounts.create({ name, password, role: 'listener' })
    await finishSignIn(visit, user.id)
  } catch (error) {
    const expected = error instanceof BackbeatError && error.status < 500
    if (!expected) throw error
    showRegister(visit, error.message, name)
  }
}

async function showConsent(visit: Visit): Promise<void> {
  const { params, session } = visit.interaction
  const client = await visit.provider().Client.find(params.client_id as string)
  const user = await visit.accounts.byId(session?.accountId ?? '')
  if (!user || !client) throw new errors.SessionNotFound('The sign-in expired.')
  const html = consentPage({
    action: visit.path,
    csrf: csrfFor(visit),
    clientName: client.clientName ?? client.clientId,
    userName: user.name,
    host: URL.parse(params.redirect_uri as string)?.host || (params.redirect_uri as string),
    scopes: wantedScopes(visit),
  })
  send(visit.response, 200, html)
}

/** The scopes that were asked for and not yet answered. */
function wantedScopes(visit: Visit): string[] {
  const { details } = visit.interaction.prompt
  const byResource = (details.missingResourceScopes ?? {}) as Record<string, string[]>
  const openid = (details.missingOIDCScope ?? []) as string[]
  return [...openid, ...Object.values(byResource).flat()]
}

async function answerConsent(visit: Visit): Promise<void> {
  const form = await checkedForm(visit)
  const { interaction, request, response } = visit
  const provider = visit.provider()
  if (form.get('answer') !== 'allow') {
    const denied = { error: 'access_denied', error_description: 'The user said no.' }
    await provider.interactionFinished(request, response, denied, {
      mergeWithLastSubmission: false,
    })
    return
  }
  const user = await visit.accounts.byId(interaction.session?.accountId ?? '')
  if (!user?.enabled) throw new errors.SessionNotFound('The sign-in expired.')
  const clientId = interaction.params.client_id as string
  const known = interaction.grantId ? await provider.Grant.find(interaction.grantId) : undefined
  const grant = known ?? new provider.Grant({ accountId: user.id, clientId })
  grantScopes(grant, visit.publicUrl, user.role, wantedScopes(visit))
  const grantId = await grant.save()
  await provider.interactionFinished(
    request,
    response,
    { consent: { grantId } },
    { mergeWithLastSubmission: true },
  )
}

const csrfFor = (visit: Visit): string =>
  createHmac('sha256', visit.csrfSecret).update(visit.interaction.uid).digest('base64url')

async function checkedForm(visit: Visit): Promise<URLSearchParams> {
  const form = await readForm(visit.request)
  const given = Buffer.from(form.get('csrf') ?? '')
  const expected = Buffer.from(csrfFor(visit))
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new BackbeatError('not-permitted', 'This form is out of date. Start again.')
  }
  return form
}

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, pageHeaders).end(html)
}

function failed(options: SignInOptions, response: ServerResponse, error: unknown): void {
  const expired = error instanceof errors.SessionNotFound
  const known = error instanceof BackbeatError ? error : undefined
  if (!expired && !known) options.log.error({ err: error }, 'sign-in failed')
  if (response.headersSent) {
    response.destroy()
    return
  }
  const message = expired
    ? 'This sign-in page is out of date.'
    : (known?.message ?? 'Something went wrong on the server.')
  const status = expired ? 400 : (known?.status ?? 500)
  if (status === 429) response.setHeader('retry-after', '300')
  send(response, status, errorPage(message, options.publicUrl))
}
