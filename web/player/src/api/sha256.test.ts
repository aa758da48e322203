import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { sha256, sha256Plain } from './sha256.ts'

test('the plain computation agrees with the platform at every padding boundary', async () => {
  for (const length of [0, 1, 43, 55, 56, 63, 64, 65, 119, 120, 200]) {
    const text = 'x'.repeat(length)
    const expected = createHash('sha256').update(text).digest('hex')
    assert.equal(Buffer.from(sha256Plain(new TextEncoder().encode(text))).toString('hex'), expected)
    assert.equal(Buffer.from(await sha256(text)).toString('hex'), expected)
  }
})
