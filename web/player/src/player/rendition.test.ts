import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Level, Manifest } from '@backbeat/contracts/api/audio'
import { autoQuality, chooseRendition } from './rendition.ts'

const mimeTypes: Record<Level, string> = {
  'ogg-96': 'audio/ogg; codecs="vorbis"',
  'ogg-160': 'audio/ogg; codecs="vorbis"',
  'ogg-320': 'audio/ogg; codecs="vorbis"',
  'aac-128': 'audio/mp4; codecs="mp4a.40.2"',
  original: 'audio/flac',
}

const manifest = (...levels: Level[]): Manifest => ({
  trackId: 't',
  durationMs: 1000,
  replayGainDb: null,
  pending: [],
  renditions: levels.map((level) => ({
    level,
    codec: '',
    container: '',
    bitrateKbps: 1,
    bytes: 1,
    mimeType: mimeTypes[level],
    url: `/audio/v1/files/${level}`,
  })),
})
const all = manifest('original', 'ogg-320', 'ogg-160', 'ogg-96', 'aac-128')
const everything = () => true
const noOgg = (mimeType: string) => !mimeType.startsWith('audio/ogg')

test('each quality takes its own level', () => {
  const level = (quality: 'low' | 'normal' | 'high' | 'very-high') =>
    chooseRendition(all, { quality, canPlay: everything })?.level
  assert.deepEqual(
    [level('low'), level('normal'), level('high'), level('very-high')],
    ['ogg-96', 'ogg-160', 'ogg-320', 'original'],
  )
})

test('a browser without Ogg gets AAC, or the original where quality is wanted', () => {
  assert.equal(chooseRendition(all, { quality: 'normal', canPlay: noOgg })?.level, 'aac-128')
  assert.equal(chooseRendition(all, { quality: 'high', canPlay: noOgg })?.level, 'original')
})

test('the original plays while renditions are pending', () => {
  const early = manifest('original')
  assert.equal(chooseRendition(early, { quality: 'low', canPlay: everything })?.level, 'original')
})

test('a level that failed to decode is not chosen again', () => {
  const refused = new Set<Level>(['ogg-160', 'aac-128'])
  const choice = chooseRendition(all, { quality: 'normal', canPlay: everything, refused })
  assert.equal(choice?.level, 'original')
})

test('nothing playable gives null', () => {
  assert.equal(chooseRendition(all, { quality: 'auto', canPlay: () => false }), null)
})

test('auto follows the connection', () => {
  assert.equal(autoQuality(undefined), 'high')
  assert.equal(autoQuality({ effectiveType: '3g' }), 'normal')
  assert.equal(autoQuality({ effectiveType: 'slow-2g' }), 'low')
  assert.equal(autoQuality({ effectiveType: '4g', saveData: true }), 'low')
})
