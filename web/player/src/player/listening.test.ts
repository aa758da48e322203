import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createListening } from './listening.ts'

test('time between start and stop is heard', () => {
  const listening = createListening()
  listening.begin(0)
  assert.equal(listening.heardMs(12.5), 12_500)
  listening.end(30)
  assert.equal(listening.heardMs(30), 30_000)
})

test('a pause adds nothing', () => {
  const listening = createListening()
  listening.begin(0)
  listening.end(10)
  listening.begin(10)
  listening.end(15)
  assert.equal(listening.heardMs(15), 15_000)
})

test('what a seek jumps over is not heard, what is heard twice counts twice', () => {
  const listening = createListening()
  listening.begin(0)
  listening.end(10)
  listening.begin(100)
  listening.end(105)
  listening.begin(0)
  listening.end(5)
  assert.equal(listening.heardMs(5), 20_000)
})

test('two starts in a row are one, a stop without a start is nothing', () => {
  const listening = createListening()
  listening.end(50)
  listening.begin(1)
  listening.begin(3)
  listening.end(4)
  assert.equal(listening.heardMs(99), 3_000)
})
