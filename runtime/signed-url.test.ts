import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signUrl, verifyUrl } from './signed-url.ts'

const now = 1_700_000_000_000
const url = signUrl('secret', '/audio/x?key=a/b', now + 60_000)

test('a signed link holds until it expires', () => {
  verifyUrl('secret', url, now)
  verifyUrl('secret', url, now + 59_000)
  assert.throws(() => verifyUrl('secret', url, now + 60_000), { code: 'link-expired' })
})

test('a link without a query can be signed', () => {
  verifyUrl('secret', signUrl('secret', '/audio/x', now + 1000), now)
})

test('any changed part makes it invalid', () => {
  const changed = [
    url.replace('a/b', 'a/c'),
    url.replace(/exp=\d+/, `exp=${Math.floor(now / 1000) + 9999}`),
    url.slice(0, -1),
    url.replace(/&sig=.*/, ''),
    `${url}&key=other`,
  ]
  for (const forged of changed) {
    assert.throws(() => verifyUrl('secret', forged, now), { code: 'link-invalid' }, forged)
  }
  assert.throws(() => verifyUrl('other', url, now), { code: 'link-invalid' })
})
