import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import {
  adminPassword,
  authorizeUrl,
  codeOf,
  createBrowser,
  operator,
  pkce,
  postToken,
  signIn,
  startIdentity,
} from './testing.ts'

const refresh = (token: string | undefined) => ({
  grant_type: 'refresh_token',
  client_id: 'backbeat-player',
  refresh_token: token ?? '',
})

test('each refresh gives a new refresh token; using an old one again ends them all', async (t) => {
  const { publicUrl } = await startIdentity(t)
  const { body: first } = await signIn(publicUrl)
  const second = await postToken(publicUrl, refresh(first.refresh_token))
  assert.equal(second.response.status, 200)
  assert.ok(second.body.refresh_token)
  assert.notEqual(second.body.refresh_token, first.refresh_token)
  const third = await postToken(publicUrl, refresh(second.body.refresh_token))
  assert.equal(third.response.status, 200)

  const stolen = await postToken(publicUrl, refresh(first.refresh_token))
  assert.deepEqual([stolen.response.status, stolen.body.error], [400, 'invalid_grant'])
  const after = await postToken(publicUrl, refresh(third.body.refresh_token))
  assert.deepEqual([after.response.status, after.body.error], [400, 'invalid_grant'])
})

test('of refreshes at the same moment with one token at most one succeeds', async (t) => {
  const { publicUrl } = await startIdentity(t)
  const { body } = await signIn(publicUrl)
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => postToken(publicUrl, refresh(body.refresh_token))),
  )
  assert.ok(answers.filter(({ response }) => response.status === 200).length <= 1)
})

test('a code works once and only with its verifier; a second use takes its tokens back', async (t) => {
  const { publicUrl } = await startIdentity(t)
  const { form, body } = await signIn(publicUrl)
  const replay = await postToken(publicUrl, form)
  assert.deepEqual([replay.response.status, replay.body.error], [400, 'invalid_grant'])
  const after = await postToken(publicUrl, refresh(body.refresh_token))
  assert.equal(after.response.status, 400)

  const browser = createBrowser(publicUrl)
  const page = await browser.visit(authorizeUrl({ publicUrl, challenge: pkce().challenge }))
  const login = { name: 'admin', password: adminPassword }
  const code = codeOf(await browser.submit(await page.text(), login))
  const wrong = await postToken(publicUrl, { ...form, code, code_verifier: pkce().verifier })
  assert.deepEqual([wrong.response.status, wrong.body.error], [400, 'invalid_grant'])
})

test('a public client without PKCE is refused', async (t) => {
  const { publicUrl } = await startIdentity(t)
  const answer = await createBrowser(publicUrl).go(authorizeUrl({ publicUrl }))
  const error = new URL(answer.headers.get('location') ?? '').searchParams
  assert.equal(error.get('error'), 'invalid_request')
  assert.match(error.get('error_description') ?? '', /PKCE/)
})

test('the token endpoint answers browsers of any origin', async (t) => {
  const { publicUrl } = await startIdentity(t)
  const origin = 'https://app.example'
  const preflight = await fetch(`${publicUrl}/api/token`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  })
  assert.equal(preflight.status, 204)
  assert.equal(preflight.headers.get('access-control-allow-origin'), origin)
  const { body } = await signIn(publicUrl)
  const { response } = await postToken(publicUrl, refresh(body.refresh_token), { origin })
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('access-control-allow-origin'), origin)
})

test('an app with a secret gets a token for itself, without scopes and roles', async (t) => {
  const { publicUrl, json } = await startIdentity(t)
  const app = await json('/clients', { ...operator, body: { name: 'Robot', confidential: true } })
  const basic = (secret: string) => ({
    authorization: `Basic ${Buffer.from(`${app.clientId}:${secret}`).toString('base64')}`,
  })
  for (const scope of ['', 'admin streaming']) {
    const form = { grant_type: 'client_credentials', scope }
    const { response, body } = await postToken(publicUrl, form, basic(app.clientSecret))
    assert.equal(response.status, 200, JSON.stringify(body))
    const claims = decodeJwt(body.access_token as string)
    assert.deepEqual([claims.sub, claims.scope, claims.roles], [app.clientId, undefined, []])
  }
  const form = { grant_type: 'client_credentials', scope: '' }
  assert.equal((await postToken(publicUrl, form, basic('wrong'))).response.status, 401)
})

test('another app asks for consent in plain words and gets what was allowed', async (t) => {
  const { publicUrl, json } = await startIdentity(t)
  const redirectUri = 'http://127.0.0.1:9/callback'
  const app = await json('/clients', {
    ...operator,
    body: { name: 'Tape <Deck>', confidential: false, redirectUris: [redirectUri] },
  })
  const browser = createBrowser(publicUrl)
  const login = { name: 'admin', password: adminPassword }
  const { verifier, challenge } = pkce()
  const ask = { publicUrl, challenge, clientId: app.clientId, redirectUri }
  const scope = 'user-library-read ugc-image-upload'
  const page = await browser.visit(authorizeUrl({ ...ask, scope }))
  const consent = await (await browser.submit(await page.text(), login)).text()
  assert.match(consent, /Allow Tape &#60;Deck&#62;\?/)
  assert.match(consent, /See your liked songs and saved albums/)

  const denied = await browser.submit(consent, { answer: 'deny' })
  assert.match(denied.headers.get('location') ?? '', /error=access_denied/)
  const again = await (await browser.visit(authorizeUrl({ ...ask, scope }))).text()
  const code = codeOf(await browser.submit(again, { answer: 'allow' }))
  const form = {
    grant_type: 'authorization_code',
    client_id: app.clientId,
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  }
  const { body } = await postToken(publicUrl, form)
  assert.equal(body.scope, 'user-library-read', JSON.stringify(body))
  assert.ok(body.refresh_token)

  const next = await browser.visit(authorizeUrl({ ...ask, scope }))
  assert.ok(codeOf(next), 'what was allowed once is not asked again')
  const none = await browser.visit(authorizeUrl({ ...ask, scope: '' }))
  assert.match(await none.text(), /It will see the music catalog/)
})

test('a role gets the scopes it allows, and loses them at the next refresh', async (t) => {
  const { publicUrl, json, call } = await startIdentity(t)
  const password = 'long enough words'
  const nina = await json('/users', { ...operator, body: { name: 'nina', password } })
  const scope = 'streaming catalog:write admin'
  const listener = await signIn(publicUrl, { name: 'nina', password, scope })
  assert.equal(listener.body.scope, 'streaming')
  const patch = (body: object) => call(`/users/${nina.id}`, { ...operator, method: 'PATCH', body })
  await patch({ role: 'curator' })
  const curator = await signIn(publicUrl, { name: 'nina', password, scope })
  assert.equal(curator.body.scope, 'streaming catalog:write')
  await patch({ enabled: false })
  const disabled = await postToken(publicUrl, refresh(curator.body.refresh_token))
  assert.equal(disabled.response.status, 400)
  const page = await createBrowser(publicUrl).visit(
    authorizeUrl({ publicUrl, challenge: pkce().challenge }),
  )
  assert.match(await page.text(), /Sign in/)
})

test('discovery names our routes', async (t) => {
  const { publicUrl } = await startIdentity(t)
  const answer = await fetch(`${publicUrl}/.well-known/openid-configuration`)
  const found = (await answer.json()) as Record<string, string>
  assert.equal(found.issuer, publicUrl)
  assert.equal(found.authorization_endpoint, `${publicUrl}/authorize`)
  assert.equal(found.token_endpoint, `${publicUrl}/api/token`)
  assert.ok(found.scopes_supported?.includes('user-library-read'))
  const { body } = await signIn(publicUrl, { scope: 'openid streaming' })
  const idToken = decodeJwt(body.id_token as string)
  assert.equal(idToken.preferred_username, 'admin')
  const jwks = (await (await fetch(found.jwks_uri as string)).json()) as { keys: { kid: string }[] }
  const { kid } = decodeProtectedHeader(body.access_token as string)
  assert.ok(jwks.keys.some((key) => key.kid === kid))
})
