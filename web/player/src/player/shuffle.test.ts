import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomFrom, shuffled } from './shuffle.ts'

const letters = [...'abcdefgh']

test('a shuffle holds the same items', () => {
  assert.deepEqual([...shuffled(letters, 7)].sort(), letters)
})

test('a seed gives the same order, another seed another', () => {
  assert.deepEqual(shuffled(letters, 7), shuffled(letters, 7))
  assert.notDeepEqual(shuffled(letters, 7), shuffled(letters, 8))
})

test('each of the six orders of three comes about as often', () => {
  const counts = new Map<string, number>()
  const seeds = randomFrom(42)
  for (let run = 0; run < 6_000; run++) {
    const order = shuffled(['a', 'b', 'c'], Math.floor(seeds() * 2 ** 32)).join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  assert.equal(counts.size, 6)
  for (const [order, count] of counts) {
    assert.ok(count > 880 && count < 1_120, `${order} came ${count} times of 6,000`)
  }
})
