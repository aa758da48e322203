import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rankGap, ranksBetween } from './ranks.ts'

test('ranks lie in ascending order between their neighbors', () => {
  assert.deepEqual(ranksBetween(10, 20, 3), [12, 14, 16])
  assert.deepEqual(ranksBetween(10, 12, 1), [11])
})

test('without room there are none', () => {
  assert.equal(ranksBetween(10, 11, 1), null)
  assert.equal(ranksBetween(10, 20, 10), null)
})

test('the ends are open', () => {
  assert.deepEqual(ranksBetween(null, null, 2), [rankGap, 2 * rankGap])
  assert.deepEqual(ranksBetween(5, null, 2), [5 + rankGap, 5 + 2 * rankGap])
  assert.deepEqual(ranksBetween(null, 5, 2), [5 - 2 * rankGap, 5 - rankGap])
})
