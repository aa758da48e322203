import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTokenVerifier } from '@backbeat/runtime/token-verifier'
import type { JSONWebKeySet } from 'jose'
import { authorizeUrl, createBrowser, pkce, signIn, startIdentity } from '../testing.ts'

test('the player signs in with code and PKCE and gets a token that the verifier takes', async (t) => {
  const identity = await startIdentity(t)
  const { response, body } = await signIn(identity.publicUrl, {
    scope: 'user-library-read streaming admin nonsense',
  })
  assert.equal(response.status, 200, JSON.stringify(body))
  assert.equal(body.token_type, 'Bearer')
  assert.equal(body.expires_in, 3600)
  assert.ok(body.refresh_token)
  const verifier = createTokenVerifier({
    fetchKeys: async () => (await (await identity.call('/jwks')).json()) as JSONWebKeySet,
    issuer: identity.publicUrl,
    audience: identity.publicUrl,
  })
  const caller = await verifier.verify(body.access_token as string)
  assert.deepEqual(caller.roles, ['listener', 'curator', 'admin'])
  assert.deepEqual([...caller.scopes].sort(), ['admin', 'streaming', 'user-library-read'])
  assert.equal(caller.clientId, 'backbeat-player')
  assert.equal(caller.userId, identity.events[0]?.userId)
})

test('a signed-in browser gets its next code without a page', async (t) => {
  const identity = await startIdentity(t)
  const { publicUrl } = identity
  const { browser } = await signIn(publicUrl)
  const { challenge } = pkce()
  const again = await browser.visit(authorizeUrl({ publicUrl, challenge }))
  assert.match(again.headers.get('location') ?? '', /\/callback\?code=/)
})

test('a wrong password and an unknown user are told in the same words', async (t) => {
  const { publicUrl } = await startIdentity(t)
  const browser = createBrowser(publicUrl)
  const page = await browser.visit(authorizeUrl({ publicUrl, challenge: pkce().challenge }))
  const html = await page.text()
  const words = /The user name or the password is not right\./
  for (const name of ['admin', 'nobody']) {
    const refused = await browser.submit(html, { name, password: 'wrong wrong wrong' })
    assert.equal(refused.status, 400)
    assert.match(await refused.text(), words)
  }
})

test('sign-in attempts are limited', async (t) => {
  const { publicUrl } = await startIdentity(t)
  const browser = createBrowser(publicUrl)
  const page = await browser.visit(authorizeUrl({ publicUrl, challenge: pkce().challenge }))
  const html = await page.text()
  // Too long to be a password, so that each attempt is cheap.
  const password = 'x'.repeat(300)
  for (let i = 0; i < 10; i++) {
    assert.equal((await browser.submit(html, { name: 'admin', password })).status, 400)
  }
  const limited = await browser.submit(html, { name: 'admin', password })
  assert.equal(limited.status, 429)
  assert.match(await limited.text(), /Too many attempts/)
})

test('a form without its token, or from a browser that did not ask for it, is refused', async (t) => {
  const { publicUrl } = await startIdentity(t)
  const browser = createBrowser(publicUrl)
  const page = await browser.visit(authorizeUrl({ publicUrl, challenge: pkce().challenge }))
  const html = await page.text()
  const forged = await browser.submit(html, { csrf: 'x', name: 'admin', password: 'y' })
  assert.equal(forged.status, 403)
  const stranger = await createBrowser(publicUrl).submit(html, { name: 'admin', password: 'y' })
  assert.equal(stranger.status, 400)
  assert.match(await stranger.text(), /out of date/)
})

test('registration is closed unless it is switched on', async (t) => {
  const identity = await startIdentity(t)
  const { publicUrl } = identity
  const start = async () => {
    const browser = createBrowser(publicUrl)
    const page = await browser.visit(authorizeUrl({ publicUrl, challenge: pkce().challenge }))
    return { browser, html: await page.text(), path: new URL(page.url).pathname }
  }
  const closed = await start()
  assert.doesNotMatch(closed.html, /Create an account/)
  assert.equal((await closed.browser.go(`${closed.path}/register`)).status, 404)

  await identity.restart({ registration: true })
  const open = await start()
  const form = await open.browser.go(`${open.path}/register`)
  const html = await form.text()
  const short = await open.browser.submit(html, { name: 'Nina', password: 'short' })
  assert.match(await short.text(), /at least 10 characters/)
  const done = await open.browser.submit(html, { name: 'Nina', password: 'long enough words' })
  assert.match(done.headers.get('location') ?? '', /\/callback\?code=/)
  const registered = identity.events.at(-1)
  assert.equal(registered?.type, 'identity.user-registered')
  assert.equal(registered?.data && 'role' in registered.data && registered.data.role, 'listener')
})

test('sign-out ends the session and its refresh tokens', async (t) => {
  const { publicUrl } = await startIdentity(t)
  const { browser, body } = await signIn(publicUrl)
  const after = encodeURIComponent(`${publicUrl}/`)
  const page = await browser.go(
    `/oidc/sign-out?client_id=backbeat-player&post_logout_redirect_uri=${after}`,
  )
  const html = await page.text()
  assert.match(html, /Sign out\?/)
  const action = /action="([^"]+)"/.exec(html)?.[1] ?? ''
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const gone = await browser.go(action, {
    method: 'POST',
    body: new URLSearchParams({ xsrf, logout: 'yes' }),
  })
  assert.equal(gone.headers.get('location'), `${publicUrl}/`)
  const refreshed = await fetch(`${publicUrl}/api/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'backbeat-player',
      refresh_token: body.refresh_token as string,
    }),
  })
  assert.equal(refreshed.status, 400)
})

test('the player may return to the address it was loaded from only if that is a private one', async (t) => {
  const { publicUrl } = await startIdentity(t)
  const { port } = new URL(publicUrl)
  const ask = async (host: string) => {
    const redirectUri = `http://${host}:${port}/callback`
    const path = authorizeUrl({ publicUrl, challenge: pkce().challenge, redirectUri })
    const response = await createBrowser(publicUrl).go(path, {
      headers: { 'x-forwarded-host': `${host}:${port}` },
    })
    return response.status
  }
  assert.equal(await ask('localhost'), 303)
  assert.equal(await ask('192.168.1.20'), 303)
  assert.equal(await ask('music.local'), 303)
  assert.equal(await ask('evil.example.com'), 400)
})
