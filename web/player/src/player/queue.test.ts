import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advance, back, emptyQueue, peek, type Queue, setShuffle, skipTo, start } from './queue.ts'
import { enqueue, move, playNext, remove, upNext } from './queue-edits.ts'
import type { TrackRow } from './track.ts'

let count = 0
const newKey = () => `k${count++}`
const track = (id: string): TrackRow => ({
  id,
  name: id.toUpperCase(),
  artists: [],
  album: { id: 'al', name: 'Album', images: [] },
  durationMs: 1000,
})
const tracks = (ids: string) => [...ids].map(track)
const begin = (ids: string, startIndex?: number, queue: Queue = emptyQueue) =>
  start(queue, tracks(ids), {
    seed: 5,
    newKey,
    ...(startIndex === undefined ? {} : { startIndex }),
  })
const ids = (queue: Queue | null) =>
  upNext(queue ?? emptyQueue)
    .map((entry) => entry.track.id)
    .join('')
const now = (queue: Queue | null) => queue?.current?.track.id
const next = (queue: Queue | null, ended = false) => queue && advance(queue, { ended, seed: 9 })

test('a context plays on from where it was started', () => {
  const queue = begin('abcd', 1)
  assert.equal(now(queue), 'b')
  assert.equal(ids(queue), 'cd')
  assert.equal(next(next(next(queue))), null)
})

test('queued tracks play before the context, which then goes on where it was', () => {
  let queue: Queue | null = enqueue(begin('abc', 0), tracks('x'), newKey)
  queue = playNext(queue, tracks('yz'), newKey)
  assert.equal(ids(queue), 'yzxbc')
  queue = next(next(queue))
  assert.equal(now(queue), 'z')
  queue = next(next(queue))
  assert.equal(now(queue), 'b')
})

test('back undoes advance', () => {
  const queue = enqueue(begin('abc', 0), tracks('x'), newKey)
  const there = next(next(queue))
  const again = back(back(there as Queue) as Queue)
  assert.equal(now(again), 'a')
  assert.equal(ids(again), 'xbc')
  assert.equal(back(again as Queue), null)
})

test('shuffle keeps what plays, holds every other track once, and off restores the order', () => {
  const mixed = setShuffle(begin('abcdefgh', 3), true, 11)
  assert.equal(now(mixed), 'd')
  assert.equal([...ids(mixed)].sort().join(''), 'abcefgh')
  assert.notEqual(ids(mixed), 'abcefgh')
  assert.equal(ids(setShuffle(mixed, false, 0)), 'efgh')
})

test('shuffle off after a queued track goes on behind the last track of the context', () => {
  let queue: Queue | null = enqueue(begin('abcd', 1), tracks('x'), newKey)
  queue = next(queue)
  assert.equal(now(queue), 'x')
  assert.equal(ids(setShuffle(setShuffle(queue as Queue, true, 3), false, 0)), 'cd')
})

test('repeat all begins again, shuffled in a new order that does not repeat the last track', () => {
  let queue: Queue | null = { ...begin('ab', 1), repeat: 'all' }
  assert.equal(peek(queue)?.track.id, 'a')
  queue = next(queue)
  assert.equal(now(queue), 'a')
  assert.equal(ids(queue), 'b')
  for (let seed = 0; seed < 20; seed++) {
    const end = { ...setShuffle(begin('abc', 0), true, seed), repeat: 'all', upcoming: [] } as Queue
    assert.notEqual(now(advance(end, { ended: true, seed })), 'a')
  }
})

test('repeat one holds a track that ended but lets the listener go on', () => {
  const queue: Queue = { ...begin('ab', 0), repeat: 'one' }
  assert.equal(now(next(queue, true)), 'a')
  assert.equal(now(next(queue)), 'b')
})

test('skipping ahead passes over the context and drops queued tracks before it', () => {
  const queue = enqueue(begin('abcd', 0), tracks('xyz'), newKey)
  const third = upNext(queue)[1]?.key ?? ''
  assert.equal(now(skipTo(queue, third)), 'y')
  assert.equal(ids(skipTo(queue, third)), 'zbcd')
  const d = upNext(queue).at(-1)?.key ?? ''
  assert.equal(now(skipTo(queue, d)), 'd')
  assert.equal(ids(skipTo(queue, d)), 'xyz')
})

test('moving an entry keeps the order shown, and one moved among the queued becomes queued', () => {
  const queue = enqueue(begin('abcd', 0), tracks('xy'), newKey)
  assert.equal(ids(queue), 'xybcd')
  const d = upNext(queue).at(-1)?.key ?? ''
  const moved = move(queue, d, 1)
  assert.equal(ids(moved), 'xdybc')
  assert.equal(moved.queued.length, 3)
  const x = moved.queued[0]?.key ?? ''
  assert.equal(ids(move(moved, x, 4)), 'dybcx')
  assert.equal(move(moved, x, 4).queued.length, 2)
})

test('removed entries are gone from both parts', () => {
  const queue = enqueue(begin('abc', 0), tracks('x'), newKey)
  assert.equal(
    ids(
      remove(
        queue,
        upNext(queue)
          .slice(0, 2)
          .map((e) => e.key),
      ),
    ),
    'c',
  )
})

test('a context of 100,000 tracks becomes a bounded window around the start', () => {
  const many = Array.from({ length: 100_000 }, (_, index) => track(`t${index}`))
  const queue = start(emptyQueue, many, { startIndex: 50_000, seed: 1, newKey })
  assert.equal(now(queue), 't50000')
  assert.equal(queue.source.length, 5_000)
  assert.equal(queue.upcoming[0]?.track.id, 't50001')
})

test('with shuffle on and no start given, the first track is drawn', () => {
  const firsts = new Set<string | undefined>()
  for (let seed = 0; seed < 30; seed++) {
    firsts.add(now(start({ ...emptyQueue, shuffle: true }, tracks('abcd'), { seed, newKey })))
  }
  assert.equal(firsts.size, 4)
})
