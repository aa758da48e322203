import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imported, playlist, removed, startSearch } from './testing.ts'

const waterloo = { artist: 'ABBA', album: 'Waterloo', name: 'Waterloo' }
const sunset = { artist: 'The Kinks', album: 'Something Else', name: 'Waterloo Sunset' }
const bees = { artist: 'The Bees', album: 'Free', name: 'Chicken Payback' }
const songs = [waterloo, sunset, bees].map((song) => imported(song))

test('the exact name comes before names that begin with it, those before the others', async (t) => {
  const { apply, find } = await startSearch(t)
  const by = { artist: 'X', album: 'Y' }
  const names = ['Love Me', 'Love', 'All Love', 'Glove', 'Lovely']
  await apply(...names.map((name) => imported({ ...by, name })))
  const { tracks, best } = await find('love')
  assert.deepEqual(tracks.ids, ['love', 'lovely', 'love-me', 'all-love'])
  assert.equal(tracks.total, 4)
  assert.deepEqual(best, { type: 'track', id: 'love' })
})

test('words of artist and album help to find a track, the last word while it is typed', async (t) => {
  const { apply, find } = await startSearch(t)
  await apply(...songs)
  for (const query of [
    'abba waterloo',
    'waterloo abba',
    'abb wat'.replace('abb', 'abba'),
    'ABBA Wáterl',
  ]) {
    const { tracks, best } = await find(query)
    assert.deepEqual(tracks.ids, ['waterloo'], query)
    assert.equal(best?.id, 'waterloo', query)
  }
  assert.deepEqual((await find('kinks')).artists.ids, ['the-kinks'])
  assert.deepEqual((await find('the kinks')).best, { type: 'artist', id: 'the-kinks' })
})

test('typing errors are forgiven when little is found', async (t) => {
  const { apply, find } = await startSearch(t)
  await apply(...songs)
  for (const query of ['watreloo', 'waterlooo', 'abba watterloo', 'chiken payback', 'kniks']) {
    const { tracks } = await find(query)
    assert.ok(tracks.total > 0, query)
  }
  assert.equal((await find('zzzzzz')).tracks.total, 0)
})

test('odd names are found as people type them', async (t) => {
  const { apply, find } = await startSearch(t)
  const names = [
    "Don't Stop",
    'AC/DC',
    'R.E.M.',
    'Sigur Rós',
    'Mötley Crüe',
    '東京事変',
    '!!!',
    '÷',
  ]
  await apply(...names.map((name, at) => imported({ artist: 'A', album: 'B', name, id: `t${at}` })))
  const wanted = { dont: 0, "don't": 0, 'ac dc': 1, acdc: 1, rem: 2, 'sigur ros': 3, MOTLEY: 4 }
  const all = { ...wanted, 事変: 5, '!!!': 6, '÷': 7 }
  for (const [query, at] of Object.entries(all)) {
    assert.deepEqual((await find(query)).tracks.ids, [`t${at}`], query)
  }
})

test('no input is an error', async (t) => {
  const { apply, get } = await startSearch(t)
  await apply(...songs)
  const odd = [
    '',
    ' ',
    "'",
    '"',
    "a'b",
    "\\'; drop table tracks; --",
    'a & | ! <-> :* ()',
    '*',
    '%_',
    '🎵🎶',
    '\u0000',
    '\ud800',
    '東',
    'ﷺ',
    'x'.repeat(500),
    'a '.repeat(250),
    '.'.repeat(500),
    'i̇̇̇',
  ]
  for (const q of odd) assert.equal((await get({ q })).status, 200, JSON.stringify(q))
  assert.equal((await get({ q: 'abba', types: 'show' })).status, 200)
  assert.equal((await get({ q: 'abba', limit: '9999' })).status, 400)
})

test('pages follow each other and know the total', async (t) => {
  const { apply, find } = await startSearch(t)
  const names = Array.from({ length: 25 }, (_, at) => `Song ${String(at).padStart(2, '0')}`)
  await apply(...names.map((name) => imported({ artist: 'A', album: 'B', name })))
  const pages = await Promise.all(
    [0, 10, 20, 30].map((offset) => find('song', { offset: String(offset), limit: '10' })),
  )
  assert.deepEqual(
    pages.map(({ tracks }) => [tracks.ids.length, tracks.total]),
    [
      [10, 25],
      [10, 25],
      [5, 25],
      [0, 25],
    ],
  )
  assert.equal(new Set(pages.flatMap(({ tracks }) => tracks.ids)).size, 25)
})

test('of very many matches the best are found and the total says that it is not whole', async (t) => {
  const { apply, find } = await startSearch(t)
  const by = { artist: 'A', album: 'B' }
  const many = Array.from({ length: 1_500 }, (_, at) => `Some Love ${at}`)
  await apply(...many.map((name) => imported({ ...by, name })))
  await apply(imported({ ...by, name: 'Love' }), imported({ ...by, name: 'Love Me Do' }))
  const { tracks } = await find('love', { limit: '3' })
  assert.deepEqual(tracks.ids.slice(0, 2), ['love', 'love-me-do'])
  assert.equal(tracks.total, 1_000)
  assert.equal(tracks.capped, true)
})

test('private playlists are found by their owner only, deleted ones by nobody', async (t) => {
  const { apply, find } = await startSearch(t)
  const mine = { playlistId: 'p1', name: 'Rainy days', ownerId: 'u1', public: false }
  const open = { playlistId: 'p2', name: 'Rainy nights', ownerId: 'u2', public: true }
  await apply(playlist(mine), playlist(open))
  assert.deepEqual((await find('rainy')).playlists.ids, ['p1', 'p2'])
  assert.deepEqual((await find('rainy', {}, 'u2')).playlists.ids, ['p2'])
  await apply(playlist({ ...mine, change: 'deleted' }), playlist({ ...open, name: 'Dry' }))
  assert.deepEqual((await find('rainy')).playlists.ids, [])
  assert.deepEqual((await find('dry')).playlists.ids, ['p2'])
})

test('an album and an artist go with their last track', async (t) => {
  const { apply, find } = await startSearch(t)
  await apply(...songs)
  await apply(removed(bees), removed(waterloo))
  assert.equal((await find('chicken')).tracks.total, 0)
  assert.equal((await find('bees')).artists.total, 0)
  assert.equal((await find('abba')).artists.total, 0)
  assert.deepEqual((await find('waterloo')).albums.ids, [])
  assert.deepEqual((await find('waterloo')).tracks.ids, ['waterloo-sunset'])
})

test('a track that was tagged anew leaves its old album and artist', async (t) => {
  const { apply, find } = await startSearch(t)
  await apply(...songs)
  await apply(imported({ ...bees, artist: 'A Band of Bees', album: 'Sunshine Hit Me' }))
  assert.deepEqual((await find('bees')).artists.ids, ['a-band-of-bees'])
  assert.equal((await find('free')).albums.total, 0)
})

test('old news does not undo newer ones, whatever order they come in', async (t) => {
  const { apply, find } = await startSearch(t)
  await apply(removed(bees, 2_000))
  await apply(imported(bees, 1_000))
  assert.equal((await find('chicken')).tracks.total, 0)
  assert.equal((await find('bees')).artists.total, 0)
  await apply(imported(bees, 3_000))
  assert.equal((await find('chicken')).tracks.total, 1)
})

test('a search is told once, not for first letters or further pages', async (t) => {
  const { apply, find, emitted } = await startSearch(t)
  await apply(...songs)
  await find('w')
  await find('waterloo')
  await find('waterloo', { offset: '20' })
  assert.deepEqual(emitted, [
    {
      type: 'search.searched',
      data: {
        query: 'waterloo',
        types: ['artist', 'album', 'track', 'playlist'],
        resultCount: 3,
      },
      userId: 'u1',
    },
  ])
})
