import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitPayload } from './fit-event.ts'

const fit = (type: Parameters<typeof fitPayload>[0], data: unknown) => {
  const faults: string[] = []
  return { data: fitPayload(type, data, faults), faults }
}

test('absent fields get their defaults, unknown ones do no harm', () => {
  assert.deepEqual(fit('playback.track-played', { trackId: 't', playedMs: 5, mood: 'calm' }), {
    faults: [],
    data: {
      trackId: 't',
      playedMs: 5,
      reasonStart: 'unknown',
      reasonEnd: 'unknown',
      rendition: null,
      device: null,
      context: null,
      offline: false,
      mood: 'calm',
    },
  })
})

test('every fault is named with its place', () => {
  const wrong = { playedMs: 1.5, reasonEnd: 7, offline: 'no', context: [] }
  assert.deepEqual(fit('playback.track-played', wrong).faults, [
    'data.trackId: missing',
    'data.playedMs: expected a whole number from 0 to 9007199254740991, got 1.5',
    'data.reasonEnd: expected text, got 7',
    'data.context: expected text, got []',
    'data.offline: expected true or false, got "no"',
  ])
  assert.deepEqual(fit('playback.track-played', undefined).faults, [
    'data: expected an object, got undefined',
  ])
})

test('lists and the records in them are checked too', () => {
  const { faults } = fit('search.searched', { query: 'q', types: ['a', 1], resultCount: 0 })
  assert.deepEqual(faults, ['data.types[1]: expected text, got 1'])
  const imported = { artists: [{ id: 'a' }], albumArtists: [{ id: 'a', name: 'A' }] }
  const found = fit('catalog.track-imported', imported).faults
  assert.ok(found.includes('data.artists[0].name: missing'))
  assert.ok(!found.some((fault) => fault.startsWith('data.albumArtists')))
})
