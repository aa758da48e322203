/**
 * Sign-in by OAuth 2.1: authorization code with PKCE against this server. Access tokens are refreshed before they end, by
 * one tab at a time, because a refresh token works once.
 */
import { useSyncExternalStore } from 'react'
import { ApiError, errorOf } from './api-error.ts'
import { submitPageForm } from './server-forms.ts'
import { sha256 } from './sha256.ts'
import { onTokens, readTokens, type Tokens, writeTokens } from './token-store.ts'

const clientId = 'backbeat-player'
const pendingKey = 'backbeat.sign-in'
/** Refreshed when less than this is left. */
const refreshAheadMs = 60_000

/** All that the player can use; the server grants what the listener's role allows. */
const scopes = [
  'openid',
  'user-library-read',
  'user-library-modify',
  'playlist-read-private',
  'playlist-modify-public',
  'playlist-modify-private',
  'user-read-recently-played',
  'user-top-read',
  'user-read-private',
  'user-read-email',
  'user-follow-read',
  'user-follow-modify',
  'streaming',
  'events:write',
  'catalog:write',
  'admin',
].join(' ')

interface Pending {
  state: string
  verifier: string
  returnTo: string
}

interface TokenAnswer {
  access_token: string
  refresh_token?: string
  id_token?: string
  expires_in?: number
  scope?: string
}

const redirectUri = (): string => `${location.origin}/callback`

/** The page is on its way out; nothing may lead elsewhere. */
let leaving = false

/** Leaves for the sign-in page; the listener comes back to where they were. */
export async function signIn(returnTo = location.pathname + location.search): Promise<void> {
  if (!leaving) location.assign(await authorizeUrl(returnTo))
}

/** Right after setup: the password is known, so nobody has to type it a second time. */
export async function signInWith(name: string, password: string): Promise<void> {
  const answer = await submitPageForm(await authorizeUrl('/'), { name, password })
  await completeSignIn(new URL(answer.url).search)
}

async function authorizeUrl(returnTo: string): Promise<string> {
  const pending: Pending = { state: randomText(16), verifier: randomText(48), returnTo }
  sessionStorage.setItem(pendingKey, JSON.stringify(pending))
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri(),
    scope: scopes,
    state: pending.state,
    code_challenge_method: 'S256',
    code_challenge: base64Url(await sha256(pending.verifier)),
  })
  return `/authorize?${query}`
}

/** Called on `/callback`; gives back the path to return to. */
export async function completeSignIn(search: string): Promise<string> {
  const query = new URLSearchParams(search)
  const pending = takePending()
  const failure = query.get('error')
  if (failure) throw new ApiError(400, failure, query.get('error_description') ?? failure)
  const code = query.get('code')
  if (!code || !pending || pending.state !== query.get('state')) {
    throw new ApiError(400, 'sign-in-stale', 'This sign-in was started elsewhere or is too old.')
  }
  await askForTokens({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri(),
    code_verifier: pending.verifier,
  })
  return pending.returnTo
}

/** Forgets the tokens and ends the session at the server, so that the next sign-in asks for a password. */
export async function signOut(): Promise<void> {
  const tokens = readTokens()
  leaving = true
  writeTokens(null)
  const query = new URLSearchParams({
    client_id: clientId,
    post_logout_redirect_uri: `${location.origin}/`,
  })
  if (tokens?.idToken) query.set('id_token_hint', tokens.idToken)
  try {
    await submitPageForm(`/oidc/sign-out?${query}`, { logout: 'yes' })
  } finally {
    location.assign('/')
  }
}

/** A token that is good for at least a few seconds, or null when nobody is signed in. */
export async function accessToken(): Promise<string | null> {
  const tokens = readTokens()
  if (!tokens) return null
  if (tokens.expiresAt - Date.now() > refreshAheadMs) return tokens.accessToken
  return refresh(tokens.accessToken)
}

/** Replaces a token that the server refused or that is about to end; null when one must sign in again. */
export function refresh(staleToken: string): Promise<string | null> {
  return exclusively('backbeat.refresh', async () => {
    const tokens = readTokens()
    if (!tokens) return null
    // Another tab was faster.
    if (tokens.accessToken !== staleToken) return tokens.accessToken
    if (!tokens.refreshToken) return expire(tokens)
    try {
      return await askForTokens({
        grant_type: 'refresh_token',
        refresh_token: tokens.refreshToken,
      })
    } catch (error) {
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) {
        writeTokens(null)
        return null
      }
      return expire(tokens)
    }
  })
}

function expire(tokens: Tokens): string | null {
  if (tokens.expiresAt > Date.now()) return tokens.accessToken
  if (!tokens.refreshToken) writeTokens(null)
  return null
}

/** Re-renders when the listener signs in or out, in whichever tab. */
export function useSignedIn(): boolean {
  return useSyncExternalStore(onTokens, () => readTokens() !== null)
}

/** Whether the token carries a scope; pages for operators show a kind sentence without it. */
export function useScope(scope: string): boolean {
  return useSyncExternalStore(onTokens, () => readTokens()?.scopes.includes(scope) ?? false)
}

async function askForTokens(form: Record<string, string>): Promise<string> {
  const response = await fetch('/api/token', {
    method: 'POST',
    body: new URLSearchParams({ client_id: clientId, ...form }),
  }).catch((cause: unknown) => {
    throw new ApiError(0, 'offline', 'Backbeat cannot be reached.', { cause })
  })
  if (!response.ok) throw await errorOf(response)
  const answer = (await response.json()) as TokenAnswer
  const before = readTokens()
  writeTokens({
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? before?.refreshToken ?? null,
    idToken: answer.id_token ?? before?.idToken ?? null,
    expiresAt: Date.now() + (answer.expires_in ?? 3600) * 1000,
    scopes: (answer.scope ?? '').split(' ').filter(Boolean),
  })
  return answer.access_token
}

/** Taken once: a code and its state are good for one sign-in. */
function takePending(): Pending | null {
  const text = sessionStorage.getItem(pendingKey)
  sessionStorage.removeItem(pendingKey)
  return text ? (JSON.parse(text) as Pending) : null
}

const inFlight = new Map<string, Promise<unknown>>()

/** One at a time over all tabs where the browser has locks (secure contexts), else within this tab. */
function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (navigator.locks) return navigator.locks.request(name, work) as Promise<T>
  const running = inFlight.get(name) as Promise<T> | undefined
  if (running) return running
  const promise = work().finally(() => inFlight.delete(name))
  inFlight.set(name, promise)
  return promise
}

function randomText(bytes: number): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(bytes)))
}

function base64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
