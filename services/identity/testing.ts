/** For identity's tests: the service on a real port, and a browser of sorts (cookies, no redirects by itself). */
import { createHash, randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import { listen } from '@backbeat/runtime/http'
import { createMetrics } from '@backbeat/runtime/metrics'
import type { OutboxEvent } from '@backbeat/runtime/outbox'
import type { Entry, RunningService } from '@backbeat/runtime/service'
import { quietLogger, testDatabase } from '@backbeat/runtime/testing'
import { identity } from './service.ts'
import type { IdentityTables } from './store/tables.ts'

export const adminPassword = 'correct horse battery'

export interface Settings {
  adminPassword?: string | undefined
  registration?: boolean
}

export async function startIdentity(t: TestContext, settings: Settings = {}) {
  const { db, url } = await testDatabase<IdentityTables>(t, identity.migrations)
  const time = { offset: 0 }
  const events: OutboxEvent[] = []
  let entries: readonly Entry[] = []
  const listener = await listen({
    host: '127.0.0.1',
    port: 0,
    entries: () => entries,
    fetch: async () => new Response('no entry', { status: 404 }),
    log: quietLogger,
    metrics: createMetrics(),
  })
  const publicUrl = `http://127.0.0.1:${listener.port}`
  const start = (changed: Settings = {}) =>
    identity.start({
      settings: { adminPassword, registration: false, ...settings, ...changed },
      publicUrl,
      database: () => db,
      databaseUrl: url,
      log: quietLogger,
      clock: () => Date.now() + time.offset,
      outbox: {
        write: async (_trx: unknown, written: OutboxEvent[]) => void events.push(...written),
      },
      secret: (purpose: string) => createHash('sha256').update(purpose).digest('hex'),
    } as unknown as Parameters<typeof identity.start>[0])
  let service: RunningService = await start()
  entries = service.entries ?? []
  t.after(async () => {
    await service.stop?.()
    await listener.close(0)
  })
  const call = async (path: string, options: CallOptions = {}) =>
    (await service.fetch?.(internalRequest(path, options))) as Response
  return {
    db,
    publicUrl,
    time,
    events,
    call,
    json: async (path: string, options: CallOptions = {}) =>
      (await (await call(path, options)).json()) as Answer,
    async restart(changed: Settings) {
      await service.stop?.()
      service = await start(changed)
      entries = service.entries ?? []
    },
  }
}

interface CallOptions {
  method?: string
  body?: unknown
  userId?: string
  roles?: string
}

function internalRequest(path: string, options: CallOptions): Request {
  const { body, method = body === undefined ? 'GET' : 'POST', userId, roles } = options
  return new Request(`http://identity${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: {
      'content-type': 'application/json',
      ...(userId ? { 'x-backbeat-user': userId } : {}),
      ...(roles ? { 'x-backbeat-roles': roles } : {}),
    },
  })
}

/** The fields that tests look at, whichever the answer has. */
interface Answer {
  id: string
  clientId: string
  clientSecret: string
  accessToken: string
  scope: string
  detail: string
  needed: boolean
  total: number
  items: { name: string }[]
}

export const operator = { userId: 'operator', roles: 'admin' }

export function createBrowser(origin: string) {
  const cookies = new Map<string, { value: string; path: string }>()
  const cookieHeader = (path: string) =>
    [...cookies]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([key, { value }]) => `${key.split('|')[0]}=${value}`)
      .join('; ')
  const keep = (response: Response) => {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/'
      if (value) cookies.set(`${name}|${path}`, { value, path })
      else cookies.delete(`${name}|${path}`)
    }
  }
  const go = async (target: string, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(target, origin)
    const headers = new Headers(init.headers)
    headers.set('cookie', cookieHeader(url.pathname))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    keep(response)
    return response
  }
  /** Follows redirects within the origin; stops at a page or at a redirect to an app. */
  const visit = async (target: string, init?: RequestInit): Promise<Response> => {
    let response = await go(target, init)
    for (let hop = 0; hop < 10; hop++) {
      const location = response.headers.get('location')
      if (!location || !new URL(location, origin).href.startsWith(`${origin}/`)) return response
      if (new URL(location, origin).pathname === '/callback') return response
      response = await go(location)
    }
    return response
  }
  /** Fills the form of a page and sends it. */
  const submit = async (page: string, fields: Record<string, string>): Promise<Response> => {
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1] ?? ''
    const hidden = [...page.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)]
    const body = new URLSearchParams()
    for (const [, name = '', value = ''] of hidden) body.set(name, value)
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    return visit(action, { method: 'POST', body })
  }
  return { go, visit, submit, cookies }
}

export function pkce() {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

export interface AuthorizeOptions {
  publicUrl: string
  challenge?: string
  clientId?: string
  redirectUri?: string
  scope?: string
}

/** As Spotify's clients send it: without `state`. */
export function authorizeUrl(options: AuthorizeOptions): string {
  const { publicUrl, challenge, clientId = 'backbeat-player', scope = 'streaming' } = options
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: options.redirectUri ?? `${publicUrl}/callback`,
    ...(scope ? { scope } : {}),
    ...(challenge ? { code_challenge_method: 'S256', code_challenge: challenge } : {}),
  })
  return `/authorize?${query}`
}

export const codeOf = (response: Response): string =>
  new URL(response.headers.get('location') ?? 'none:').searchParams.get('code') ?? ''

export async function postToken(
  publicUrl: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ response: Response; body: Record<string, string> }> {
  const response = await fetch(`${publicUrl}/api/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers,
  })
  return { response, body: (await response.json()) as Record<string, string> }
}

/** Signs in to the player and takes its tokens. */
export async function signIn(
  publicUrl: string,
  account: { name?: string; password?: string; scope?: string; browser?: Browser } = {},
) {
  const { name = 'admin', password = adminPassword, scope = 'streaming' } = account
  const browser = account.browser ?? createBrowser(publicUrl)
  const { verifier, challenge } = pkce()
  const page = await browser.visit(authorizeUrl({ publicUrl, challenge, scope }))
  const done = await browser.submit(await page.text(), { name, password })
  const code = codeOf(done)
  const form = {
    grant_type: 'authorization_code',
    client_id: 'backbeat-player',
    code,
    redirect_uri: `${publicUrl}/callback`,
    code_verifier: verifier,
  }
  const { response, body } = await postToken(publicUrl, form)
  return { browser, form, response, body }
}

export type Browser = ReturnType<typeof createBrowser>
