import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrackRow } from '../player/track.ts'
import { applyMoves, planMoves } from './playlist-moves.ts'

const row = (id: string): TrackRow => ({
  id,
  name: id,
  artists: [],
  album: { id: 'a', name: 'a', images: [] },
  durationMs: 1,
})
const rows = [...'abcdef'].map(row)

function after(keys: string, toIndex: number) {
  const moves = planMoves(rows, [...keys], toIndex)
  const order = applyMoves(rows, moves)
    .map(({ id }) => id)
    .join('')
  return { order, moves }
}

test('one row goes up or down by one range move', () => {
  assert.deepEqual(after('e', 1), { order: 'aebcdf', moves: [{ from: 4, count: 1, before: 1 }] })
  assert.deepEqual(after('b', 4), { order: 'acdbef', moves: [{ from: 1, count: 1, before: 4 }] })
  assert.equal(after('a', 6).order, 'bcdefa')
})

test('neighbors travel together, scattered rows gather in their order', () => {
  assert.deepEqual(after('bc', 5), { order: 'adebcf', moves: [{ from: 1, count: 2, before: 5 }] })
  assert.equal(after('ace', 6).order, 'bdface')
  assert.equal(after('fb', 0).order, 'bfacde')
})

test('a move to where the rows already are asks nothing of the server', () => {
  assert.deepEqual(after('c', 3).moves, [])
  assert.deepEqual(after('c', 2).moves, [])
  assert.deepEqual(after('bc', 2).moves, [])
})
