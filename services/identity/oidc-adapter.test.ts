import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '@backbeat/runtime/testing'
import { createOidcAdapter, sweepExpired } from './oidc-adapter.ts'
import { createRateLimit } from './rate-limit.ts'
import { identity } from './service.ts'
import type { IdentityTables } from './store/tables.ts'

test('the store holds no usable code or refresh token and forgets what expired', async (t) => {
  const { db } = await testDatabase<IdentityTables>(t, identity.migrations)
  const time = { now: Date.now() }
  const clock = () => time.now
  const adapter = createOidcAdapter(db, clock)('RefreshToken')
  await adapter.upsert('secret-token', { jti: 'secret-token', grantId: 'g', accountId: 'a' }, 60)
  const stored = await db.selectFrom('oidc_entries').selectAll().execute()
  assert.doesNotMatch(JSON.stringify(stored), /secret-token/)
  assert.deepEqual(await adapter.find('secret-token'), {
    jti: 'secret-token',
    grantId: 'g',
    accountId: 'a',
  })
  await adapter.consume('secret-token')
  assert.ok((await adapter.find('secret-token'))?.consumed)
  await assert.rejects(adapter.consume('secret-token'))
  assert.equal(await adapter.find('secret-token'), undefined, 'a second use revokes the grant')

  await adapter.upsert('other', { jti: 'other', grantId: 'h' }, 60)
  assert.equal(await sweepExpired(db, clock), 0)
  time.now += 60_000
  assert.equal(await adapter.find('other'), undefined)
  assert.equal(await sweepExpired(db, clock), 1)
})

test('a rate limit starts anew after its window and remembers a bounded number of keys', () => {
  const time = { now: 0 }
  const clock = () => time.now
  const limit = createRateLimit({ attempts: 2, windowMs: 1_000, keysMax: 2, clock })
  assert.deepEqual([limit.take('a'), limit.take('a'), limit.take('a')], [true, true, false])
  time.now = 1_000
  assert.deepEqual([limit.take('a'), limit.take('a'), limit.take('a')], [true, true, false])
  limit.clear('a')
  assert.equal(limit.take('a'), true)
  limit.take('b')
  limit.take('a')
  limit.take('c')
  assert.equal(limit.take('a'), false, 'a was touched after b, so b was forgotten')
})
