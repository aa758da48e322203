/**
 * The paths that browsers and apps reach directly: the provider's own (authorization, tokens, sign-out, discovery) and
 * the sign-in pages.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Entry } from '@backbeat/runtime/service'
import type Provider from 'oidc-provider'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface EntryOptions {
  provider: () => Provider
  signIn: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  publicUrl: string
}

export function createEntries(options: EntryOptions): Entry[] {
  const handlers = new WeakMap<Provider, Handler>()
  const handlerOf = (provider: Provider): Handler => {
    const known = handlers.get(provider)
    if (known) return known
    const made = provider.callback() as Handler
    handlers.set(provider, made)
    return made
  }
  const viaProvider: Handler = (request, response) => {
    tellScheme(request, options.publicUrl)
    askForSomething(request)
    handlerOf(options.provider())(request, response)
  }
  const viaSignIn: Handler = (request, response) => {
    tellScheme(request, options.publicUrl)
    void options.signIn(request, response)
  }
  return [
    { prefix: '/authorize', handle: viaProvider },
    { prefix: '/api/token', handle: viaProvider },
    { prefix: '/oidc/', handle: viaProvider },
    { prefix: '/.well-known/openid-configuration', handle: viaProvider },
    { prefix: '/.well-known/oauth-authorization-server', handle: viaProvider },
    { prefix: '/sign-in/', handle: viaSignIn },
  ]
}

/** A proxy that ends TLS does not always say so; the public address does. */
function tellScheme(request: IncomingMessage, publicUrl: string): void {
  const { protocol, host } = new URL(publicUrl)
  if (request.headers.host === host) request.headers['x-forwarded-proto'] ??= protocol.slice(0, -1)
}

/** Spotify's clients may ask for no scope at all; the provider wants one to grant. */
function askForSomething(request: IncomingMessage): void {
  if (!request.url?.startsWith('/authorize?')) return
  const query = new URLSearchParams(request.url.slice('/authorize?'.length))
  if (query.get('scope')?.trim()) return
  query.set('scope', 'openid')
  request.url = `/authorize?${query}`
}
