import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idFromBytes, isId, isUuid, newEventId, newId } from './ids.ts'

test('ids are 22 base62 characters, smallest to largest in order', () => {
  const smallest = idFromBytes(new Uint8Array(16))
  const largest = idFromBytes(new Uint8Array(16).fill(255))
  assert.equal(smallest, '0'.repeat(22))
  assert.ok(isId(smallest) && isId(largest) && smallest < largest)
  assert.notEqual(idFromBytes(new Uint8Array(16).fill(1)), idFromBytes(new Uint8Array(16).fill(2)))
})

test('new ids are valid and differ', () => {
  const ids = new Set(Array.from({ length: 1000 }, newId))
  assert.equal(ids.size, 1000)
  assert.ok([...ids].every(isId))
  assert.ok(isUuid(newEventId()))
})

test('what is not an id is refused', () => {
  for (const text of ['', 'short', `${'a'.repeat(21)}-`, 'a'.repeat(23)])
    assert.equal(isId(text), false, text)
  assert.throws(() => idFromBytes(new Uint8Array(15)), RangeError)
})
