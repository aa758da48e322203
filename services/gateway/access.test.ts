/** Walks every registered route: without a token, with one that lacks what the route needs, with a false one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roles } from '@backbeat/runtime/service'
import type { Access } from './api/access.ts'
import type { Endpoint } from './api/endpoint.ts'
import { base, idOf, operatorToken, startGateway, tokenFor } from './testing.ts'

const { app, endpoints, ask } = startGateway({})

const publicRoutes = ['GET /app/v1/session', 'POST /app/v1/setup']
const routeOf = ({ method, path }: Endpoint) => `${method.toUpperCase()} ${path}`
const pathOf = ({ path }: Endpoint) => path.replaceAll(/\{\w+\}/g, idOf('x'))
const call = (declared: Endpoint, token?: string) =>
  ask(pathOf(declared), { method: declared.method.toUpperCase(), ...(token ? { token } : {}) })

const allScopes = [
  ...new Set(
    endpoints.flatMap(({ access }) =>
      access === 'public' ? [] : [...(access.scopes ?? []), ...(access.anyScope ?? [])],
    ),
  ),
].filter((scope) => scope !== '*')

test('the router holds the declared endpoints and nothing else', () => {
  const registered = app.routes
    .filter(({ path }) => !path.endsWith('*'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  assert.deepEqual(registered.toSorted(), endpoints.map(routeOf).toSorted())
  assert.ok(registered.length > 60, `${registered.length} routes`)
})

test('without a token every route but the public ones answers 401', async () => {
  const open: string[] = []
  for (const declared of endpoints) {
    if ((await call(declared)).status !== 401) open.push(routeOf(declared))
  }
  assert.deepEqual(open, publicRoutes)
})

test('a made-up token is refused everywhere', async () => {
  for (const declared of endpoints) {
    if (declared.access === 'public') continue
    assert.equal((await call(declared, 'made.up.token')).status, 401, routeOf(declared))
  }
})

/** Tokens that lack one thing each. */
async function lacking(access: Exclude<Access, 'public'>): Promise<string[]> {
  const tokens: string[] = []
  if (access.scopes || access.anyScope) {
    const needed = [...(access.scopes ?? []), ...(access.anyScope ?? [])]
    const scopes = allScopes.filter((scope) => !needed.includes(scope))
    tokens.push(await tokenFor({ scopes, roles }))
  }
  if (access.role === 'curator' || access.role === 'admin') {
    const below = roles.slice(0, roles.indexOf(access.role))
    tokens.push(await tokenFor({ scopes: allScopes, roles: below }))
  }
  // What an application got for itself has no roles, and no user's things.
  const forNoUser = { userId: 'app', clientId: 'app', scopes: allScopes, roles: [] }
  if (Object.keys(access).length > 0) tokens.push(await tokenFor(forNoUser))
  return tokens
}

test('a token that lacks the scope, the role or the user answers 403', async () => {
  let refused = 0
  for (const declared of endpoints) {
    if (declared.access === 'public') continue
    for (const token of await lacking(declared.access)) {
      assert.equal((await call(declared, token)).status, 403, routeOf(declared))
      refused++
    }
  }
  assert.ok(refused > 90, `${refused} calls were refused`)
})

test('with everything that is needed, no route refuses', async () => {
  const token = await tokenFor({ scopes: [...allScopes, '*'], roles })
  for (const declared of endpoints) {
    const { status } = await call(declared, token)
    assert.ok(status !== 401 && status !== 403, `${routeOf(declared)}: ${status}`)
  }
})

test('the operator may do everything', async () => {
  for (const declared of endpoints) {
    const { status } = await call(declared, operatorToken)
    const own = declared.path === '/v1/users/{user_id}/playlists' && declared.method === 'post'
    assert.ok((status !== 401 && status !== 403) || own, `${routeOf(declared)}: ${status}`)
  }
})

test('under /v1 refusals have Spotify’s shape and words', async () => {
  const none = await ask('/v1/me')
  assert.deepEqual(await none.json(), { error: { status: 401, message: 'No token provided' } })
  assert.equal(none.headers.get('www-authenticate'), 'Bearer realm="backbeat"')
  const bad = await ask('/v1/me', { token: 'x' })
  assert.deepEqual(await bad.json(), { error: { status: 401, message: 'Invalid access token' } })
  const poor = await ask('/v1/me/tracks', { token: await tokenFor({ scopes: ['streaming'] }) })
  assert.deepEqual(await poor.json(), {
    error: { status: 403, message: 'Insufficient client scope' },
  })
})

test('apps of other origins may call /v1 from a browser, and read its errors', async () => {
  const headers = {
    origin: 'https://app.example',
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'authorization,content-type',
  }
  const preflight = await ask('/v1/me/tracks', { method: 'OPTIONS', headers })
  assert.equal(preflight.status, 204)
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*')
  assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /authorization/)
  assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /PUT/)
  const refused = await ask('/v1/me', { headers: { origin: 'https://app.example' } })
  assert.equal(refused.headers.get('access-control-allow-origin'), '*')
})

test('elsewhere they are problem documents', async () => {
  const response = await ask('/app/v1/home')
  assert.equal(response.headers.get('content-type'), 'application/problem+json')
  const problem = (await response.json()) as Record<string, unknown>
  assert.deepEqual([problem.status, problem.code], [401, 'not-authenticated'])
})

test('documents and the player need no token, unknown API paths are errors', async () => {
  for (const path of ['/openapi.json', '/docs', '/docs/swagger-ui-bundle.js', '/docs/start.js']) {
    assert.equal((await ask(path)).status, 200, path)
  }
  for (const path of ['/v1/nothing', '/app/v1/nothing', '/v1', '/audio/v1/x', '/events/x']) {
    assert.equal((await ask(path)).status, 404, path)
  }
  assert.match(base, /^https/)
})
