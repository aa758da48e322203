import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nothingSelected, type Selection, select, selectAll } from './track-selection.ts'

const keyAt = (index: number) => [...'abcdef'][index]
const pick = (index: number, how: { shift?: boolean; toggle?: boolean } = {}) => ({
  index,
  shift: false,
  toggle: false,
  ...how,
})
const keys = (selection: Selection) => [...selection.keys].sort().join('')

test('a plain choice selects one row', () => {
  const two = select(select(nothingSelected, pick(1), keyAt), pick(3), keyAt)
  assert.equal(keys(two), 'd')
  assert.equal(two.cursor, 3)
})

test('shift selects from the anchor in both directions and keeps the anchor', () => {
  const first = select(nothingSelected, pick(2), keyAt)
  const down = select(first, pick(4, { shift: true }), keyAt)
  assert.equal(keys(down), 'cde')
  assert.equal(keys(select(down, pick(0, { shift: true }), keyAt)), 'abc')
})

test('ctrl adds and takes away', () => {
  const two = select(select(nothingSelected, pick(0), keyAt), pick(2, { toggle: true }), keyAt)
  assert.equal(keys(two), 'ac')
  assert.equal(keys(select(two, pick(0, { toggle: true }), keyAt)), 'c')
})

test('select all takes what is loaded', () => {
  const loaded = (index: number) => (index < 3 ? keyAt(index) : undefined)
  assert.equal(keys(selectAll(nothingSelected, 6, loaded)), 'abc')
})
