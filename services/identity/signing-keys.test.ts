import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { testDatabase } from '@backbeat/runtime/testing'
import { identity } from './service.ts'
import { keepAfterMs, publishAheadMs, rotateEveryMs, rotateKeys } from './signing-keys.ts'
import type { IdentityTables } from './store/tables.ts'

async function fixture(t: TestContext) {
  const { db } = await testDatabase<IdentityTables>(t, identity.migrations)
  const time = { now: Date.UTC(2026, 10, 24) }
  const rotate = async () => {
    const { keys, publicKeys } = await rotateKeys(db, () => time.now)
    return { signing: keys[0]?.kid, published: publicKeys.keys.map(({ kid }) => kid), publicKeys }
  }
  return { rotate, time }
}

test('a new key is published before it signs, the old one until its tokens have expired', async (t) => {
  const { rotate, time } = await fixture(t)
  const first = await rotate()
  assert.equal(first.published.length, 1)
  assert.deepEqual(await rotate(), first)

  time.now += rotateEveryMs - publishAheadMs
  const ahead = await rotate()
  assert.equal(ahead.signing, first.signing)
  assert.equal(ahead.published.length, 2)

  time.now += publishAheadMs
  const after = await rotate()
  assert.equal(after.signing, ahead.published[1])
  assert.ok(after.published.includes(first.signing))

  time.now += keepAfterMs
  const later = await rotate()
  assert.deepEqual(later.published, [after.signing])
})

test('after a long pause the old key goes on signing until the new one has been published', async (t) => {
  const { rotate, time } = await fixture(t)
  const first = await rotate()
  time.now += 10 * rotateEveryMs
  const back = await rotate()
  assert.equal(back.signing, first.signing)
  assert.equal(back.published.length, 2)
  time.now += publishAheadMs
  assert.equal((await rotate()).signing, back.published[1])
})

test('processes that start at once agree on one key', async (t) => {
  const { rotate } = await fixture(t)
  const [a, b, c] = await Promise.all([rotate(), rotate(), rotate()])
  assert.deepEqual(a, b)
  assert.deepEqual(b, c)
})

test('published keys hold nothing private', async (t) => {
  const { publicKeys } = await (await fixture(t)).rotate()
  assert.deepEqual(Object.keys(publicKeys.keys[0] ?? {}).sort(), [
    'alg',
    'crv',
    'kid',
    'kty',
    'use',
    'x',
    'y',
  ])
})
