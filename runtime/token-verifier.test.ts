import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BackbeatError } from '@backbeat/contracts/errors'
import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose'
import { createTokenVerifier } from './token-verifier.ts'

const issuer = 'http://127.0.0.1:4400'
const start = Date.UTC(2026, 10, 24)

async function fixture() {
  const keySet: JSONWebKeySet = { keys: [] }
  const time = { now: start, fetches: 0 }
  const addKey = async (kid: string) => {
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    const publish = async () => {
      keySet.keys.push({ ...(await exportJWK(publicKey)), kid, alg: 'ES256' })
    }
    const sign = (claims: Record<string, unknown> = {}, typ = 'at+jwt') =>
      new SignJWT({ scope: 'streaming admin', roles: ['admin', 'x'], client_id: 'c', ...claims })
        .setProtectedHeader({ alg: 'ES256', kid, typ })
        .setSubject('user1')
        .setIssuer(issuer)
        .setAudience((claims.aud as string) ?? issuer)
        .setExpirationTime(start / 1000 + 3600)
        .sign(privateKey)
    return { publish, sign }
  }
  const verifier = createTokenVerifier({
    fetchKeys: async () => {
      time.fetches++
      return structuredClone(keySet)
    },
    issuer,
    audience: issuer,
    clock: () => time.now,
  })
  return { addKey, verifier, time }
}

const code = (expected: string, message: string) => (error: unknown) =>
  (error as BackbeatError).code === expected && (error as BackbeatError).message === message
const invalid = code('token-invalid', 'Invalid access token')
const expired = code('token-expired', 'The access token expired')

test('a valid token names the caller with known roles only', async () => {
  const { addKey, verifier } = await fixture()
  const key = await addKey('a')
  await key.publish()
  assert.deepEqual(await verifier.verify(await key.sign()), {
    userId: 'user1',
    roles: ['admin'],
    scopes: ['streaming', 'admin'],
    clientId: 'c',
    expiresAt: start + 3_600_000,
  })
})

test('a remembered token stops working when it expires', async () => {
  const { addKey, verifier, time } = await fixture()
  const key = await addKey('a')
  await key.publish()
  const token = await key.sign()
  await verifier.verify(token)
  time.now += 3_600_000
  await assert.rejects(verifier.verify(token), expired)
  time.now += 10_000
  await assert.rejects(verifier.verify(token), expired)
})

test('forged, foreign and malformed tokens are refused', async () => {
  const { addKey, verifier } = await fixture()
  const key = await addKey('a')
  await key.publish()
  const impostor = await addKey('a')
  for (const token of [
    await impostor.sign(),
    await key.sign({ aud: 'https://other.example' }),
    await key.sign({}, 'JWT'),
    'garbage',
    '',
    'a'.repeat(10_000),
  ]) {
    await assert.rejects(verifier.verify(token), invalid)
  }
})

test('an unknown key id makes it fetch the keys again, at most once in some seconds', async () => {
  const { addKey, verifier, time } = await fixture()
  const first = await addKey('a')
  await first.publish()
  await verifier.verify(await first.sign())
  const second = await addKey('b')
  await assert.rejects(verifier.verify(await second.sign()), invalid)
  assert.equal(time.fetches, 1)
  time.now += 6_000
  await assert.rejects(verifier.verify(await second.sign()), invalid)
  await second.publish()
  await assert.rejects(verifier.verify(await second.sign()), invalid)
  assert.equal(time.fetches, 2)
  time.now += 6_000
  assert.equal((await verifier.verify(await second.sign())).userId, 'user1')
  assert.equal(time.fetches, 3)
})

test('keys that could not be had are asked for again', async () => {
  const { addKey } = await fixture()
  const key = await addKey('a')
  let calls = 0
  const verifier = createTokenVerifier({
    fetchKeys: async () => {
      calls++
      throw new Error('down')
    },
    issuer,
    audience: issuer,
  })
  const unavailable = code('unavailable', 'The signing keys are not available.')
  await assert.rejects(verifier.verify(await key.sign()), unavailable)
  await assert.rejects(verifier.verify(await key.sign()), unavailable)
  assert.equal(calls, 2)
})
