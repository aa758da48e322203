import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf, bodyOf } from './event-batch.ts'

const event = (id: string, bytes = 10) => ({ id, userId: 'u', line: 'x'.repeat(bytes) })

test('a batch ends at the line limit', () => {
  const events = ['a', 'b', 'c'].map((id) => event(id))
  assert.deepEqual(
    batchOf(events, { lines: 2, bytes: 1000 }).map((e) => e.id),
    ['a', 'b'],
  )
})

test('a batch ends before the byte limit, but holds at least one event', () => {
  const events = [event('a', 90), event('b', 90)]
  assert.deepEqual(
    batchOf(events, { lines: 9, bytes: 100 }).map((e) => e.id),
    ['a'],
  )
  assert.deepEqual(batchOf([event('big', 500)], { lines: 9, bytes: 100 }).length, 1)
  assert.deepEqual(batchOf([], { lines: 9, bytes: 100 }), [])
})

test('the body is one line an event', () => {
  assert.equal(bodyOf([event('a', 1), event('b', 1)]), 'x\nx\n')
})
