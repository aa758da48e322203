import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { nodeAvEncoder } from '@backbeat/adapters/node-av/audio-encoder'
import { testFolder } from '@backbeat/runtime/testing'
import { parseFile } from 'music-metadata'
import { pieces } from './pieces/album.ts'
import { sampleRate } from './synth/sound.ts'
import { wavOf } from './synth/wav.ts'
import { writeDemoAlbum } from './write-demo-album.ts'

test('the album is tagged FLAC with a cover, and words for the song', async (t) => {
  const folder = await testFolder(t)
  const encoder = nodeAvEncoder()
  t.after(() => encoder.close())
  const paths = await writeDemoAlbum(folder, encoder, { count: 3 })
  assert.deepEqual((await readdir(folder)).sort(), [
    '01 First Light.flac',
    '02 Sixteen Steps.flac',
    '03 Paper Lanterns.flac',
    '03 Paper Lanterns.lrc',
    'cover.jpg',
  ])
  assert.deepEqual(
    paths.map((path) => basename(path)),
    ['01 First Light.flac', '02 Sixteen Steps.flac', '03 Paper Lanterns.flac'],
  )
  const { common, format } = await parseFile(paths[1] as string, { duration: true })
  assert.deepEqual(
    [common.title, common.artist, common.album, common.albumartist, common.year],
    ['Sixteen Steps', 'Backbeat Session Players', 'Signal Path', 'Backbeat Session Players', 2026],
  )
  assert.deepEqual([common.track, common.genre], [{ no: 2, of: 6 }, ['Electronic', 'House']])
  assert.deepEqual([common.picture?.length, common.picture?.[0]?.format], [1, 'image/jpeg'])
  assert.equal(format.codec, 'FLAC')
  assert.equal(format.duration, 66)
  const words = await readFile(join(folder, '03 Paper Lanterns.lrc'), 'utf8')
  assert.match(words, /^\[00:06\.53\]Paper lanterns on the water$/m)
})

test('a piece fills its time, both sides, below full scale, and is the same at each rendering', () => {
  const piece = pieces[1]
  assert.ok(piece)
  const sound = piece.render()
  for (const side of [sound.left, sound.right]) {
    let peak = 0
    for (const value of side) peak = Math.max(peak, Math.abs(value))
    assert.ok(peak < 0.9 && peak > 0.3, `peak ${peak}`)
    for (let second = 0; second < 62; second++) {
      const part = side.subarray(second * sampleRate, (second + 1) * sampleRate)
      const power = part.reduce((sum, value) => sum + value * value, 0) / part.length
      assert.ok(power > 1e-5, `second ${second} is silent`)
    }
  }
  assert.ok(wavOf(sound).equals(wavOf(piece.render())))
})

test('an aborted album leaves nothing unfinished', async (t) => {
  const folder = await testFolder(t)
  const stop = new AbortController()
  const encoder = {
    name: 'stops',
    encode: async (_source: string, path: string) => {
      await writeFile(path, 'half')
      stop.abort(new Error('enough'))
      throw stop.signal.reason
    },
    close: async () => undefined,
  }
  await assert.rejects(writeDemoAlbum(folder, encoder, { signal: stop.signal }))
  assert.deepEqual(await readdir(folder), ['cover.jpg'])
})
