import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt } from 'jose'
import { adminPassword, operator, postToken, signIn, startIdentity } from './testing.ts'

const password = 'long enough words'

test('the first visit sets up the administrator, once', async (t) => {
  const { publicUrl, call, json, events } = await startIdentity(t, { adminPassword: undefined })
  assert.deepEqual(await json('/setup'), { needed: true, registrationOpen: false })
  const short = await call('/setup', { body: { password: 'short' } })
  assert.equal(short.status, 400)
  const [first, second] = await Promise.all([
    call('/setup', { body: { password } }),
    call('/setup', { body: { password: 'another password' } }),
  ])
  assert.deepEqual([first.status, second.status].sort(), [201, 409])
  assert.deepEqual(await json('/setup'), { needed: false, registrationOpen: false })
  const won = first.status === 201 ? password : 'another password'
  assert.equal((await signIn(publicUrl, { password: won })).response.status, 200)
  assert.deepEqual(
    events.map(({ type, data }) => [type, 'role' in data && data.role]),
    [['identity.user-registered', 'admin']],
  )
})

test('a configured password counts at first and when it changes, not over a later one', async (t) => {
  const { publicUrl, call, json, restart, events } = await startIdentity(t)
  const admin = decodeJwt((await signIn(publicUrl)).body.access_token as string).sub as string
  const own = { current: adminPassword, next: 'my own new password' }
  assert.equal((await call('/me/password', { userId: admin, body: own })).status, 204)
  await restart({})
  assert.equal((await signIn(publicUrl, { password: own.next })).response.status, 200)
  await restart({ adminPassword: 'changed in settings' })
  const changed = await signIn(publicUrl, { password: 'changed in settings' })
  assert.equal(changed.response.status, 200)
  assert.equal((await json('/users', operator)).total, 1)
  assert.equal(events.length, 1)
})

test('a new password needs the current one and ends what the old one opened', async (t) => {
  const { publicUrl, call } = await startIdentity(t)
  const { body } = await signIn(publicUrl)
  const userId = decodeJwt(body.access_token as string).sub as string
  const change = (current: string, next: string) =>
    call('/me/password', { userId, body: { current, next } })
  assert.equal((await change('wrong wrong wrong', password)).status, 403)
  assert.equal((await change(adminPassword, 'short')).status, 400)
  assert.equal((await change(adminPassword, password)).status, 204)
  const refreshed = await postToken(publicUrl, {
    grant_type: 'refresh_token',
    client_id: 'backbeat-player',
    refresh_token: body.refresh_token as string,
  })
  assert.equal(refreshed.response.status, 400)
})

test('administrators manage accounts; others see names only', async (t) => {
  const { call, json } = await startIdentity(t)
  const body = { name: 'Nina', password, role: 'curator' }
  const nina = await json('/users', { ...operator, body })
  assert.match(nina.id, /^[0-9A-Za-z]{22}$/)
  assert.equal((await call('/users', { ...operator, body })).status, 409)
  const listener = { userId: nina.id, roles: 'listener,curator' }
  for (const [method, path] of [
    ['GET', '/users'],
    ['POST', '/users'],
    ['PATCH', `/users/${nina.id}`],
    ['GET', '/clients'],
    ['POST', '/clients'],
    ['POST', '/local-tokens'],
  ] as const) {
    const sent = method === 'GET' ? {} : { body: { ...body, user: 'nina' } }
    assert.equal((await call(path, { ...listener, method, ...sent })).status, 403, path)
    assert.equal((await call(path, { method, ...sent })).status, 401, path)
  }
  const admin = (await json('/users', operator)).items.find(({ name }) => name === 'admin')
  const seen = await json(`/users/${(admin as unknown as { id: string }).id}`, listener)
  assert.deepEqual(Object.keys(seen).sort(), ['id', 'name'])
  assert.equal((await call('/users/nobody', listener)).status, 404)
})

test('the last administrator can be neither disabled nor demoted', async (t) => {
  const { call, json } = await startIdentity(t)
  const { items } = await json('/users', operator)
  const { id } = items[0] as unknown as { id: string }
  for (const body of [{ enabled: false }, { role: 'listener' }]) {
    assert.equal((await call(`/users/${id}`, { ...operator, method: 'PATCH', body })).status, 409)
  }
})

test('the operator gets a token for a user; what is not known is named with what is', async (t) => {
  const { json, call } = await startIdentity(t)
  await json('/users', { ...operator, body: { name: 'nina', password } })
  const ask = (user: string, scope: string) =>
    json('/local-tokens', { ...operator, body: { user, scope } })
  const token = await ask('Nina', 'streaming user-top-read')
  const claims = decodeJwt(token.accessToken)
  assert.deepEqual([claims.scope, claims.roles], ['streaming user-top-read', ['listener']])
  assert.match((await ask('bob', '')).detail, /There is no user bob\. Users: admin, nina\./)
  assert.match((await ask('nina', 'streamin')).detail, /no scope streamin\..*user-top-read/)
  assert.match((await ask('nina', 'admin')).detail, /A listener may not have the scope admin/)
  const own = await call('/local-tokens', { userId: 'u', roles: 'admin', body: { user: 'nina' } })
  assert.equal(own.status, 403)
})

test('an app must be registered with sensible addresses', async (t) => {
  const { call } = await startIdentity(t)
  const register = async (redirectUris: string[], confidential = false) => {
    const body = { name: 'App', redirectUris, confidential }
    return (await call('/clients', { ...operator, body })).status
  }
  assert.equal(await register(['https://app.example/cb']), 201)
  assert.equal(await register(['http://127.0.0.1:8080/cb', 'myapp://cb']), 201)
  assert.equal(await register(['http://app.example/cb']), 400)
  assert.equal(await register(['javascript:alert(1)']), 400)
  assert.equal(await register(['https://app.example/#x']), 400)
  assert.equal(await register([]), 400)
  assert.equal(await register([], true), 201)
})
