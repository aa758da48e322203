import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AudioEncoder } from '@backbeat/ports/audio-encoder'
import { quietLogger } from '@backbeat/runtime/testing'
import { chooseEncoder } from './audio-encoder-choice.ts'

const target = {
  codec: 'vorbis',
  container: 'ogg',
  bitrateKbps: 160,
  sampleRateHz: 44_100,
} as const

function namedEncoder(name: string): AudioEncoder & { closed: boolean; most: number } {
  let running = 0
  const encoder = {
    name,
    closed: false,
    most: 0,
    async encode() {
      running++
      encoder.most = Math.max(encoder.most, running)
      await new Promise(setImmediate)
      running--
      return { bytes: 1, samples: 1, durationMs: 1 }
    },
    async close() {
      encoder.closed = true
    },
  }
  return encoder
}

test('the first engine that is there is taken, at first use', async () => {
  const second = namedEncoder('second')
  const asked: string[] = []
  const chosen = chooseEncoder({
    log: quietLogger,
    engines: [
      async () => {
        asked.push('first')
        return null
      },
      async () => second,
      async () => {
        asked.push('third')
        return null
      },
    ],
  })
  assert.deepEqual(asked, [])
  await chosen.encode('a', 'b', target)
  assert.deepEqual([chosen.name, asked], ['second', ['first']])
  await chosen.close()
  assert.ok(second.closed)
})

test('no more encodings run at once than allowed, each on an engine of its own', async () => {
  const opened: ReturnType<typeof namedEncoder>[] = []
  const engine = async () => {
    const encoder = namedEncoder(`engine ${opened.length}`)
    opened.push(encoder)
    return encoder
  }
  const chosen = chooseEncoder({ log: quietLogger, engines: [engine], concurrency: 2 })
  await Promise.all(Array.from({ length: 10 }, () => chosen.encode('a', 'b', target)))
  assert.equal(opened.length, 2)
  assert.deepEqual(
    opened.map(({ most }) => most),
    [1, 1],
  )
  await chosen.close()
})

test('without any engine encoding fails as encoder-missing', async () => {
  const chosen = chooseEncoder({ log: quietLogger, engines: [async () => null] })
  await assert.rejects(chosen.encode('a', 'b', target), { code: 'encoder-missing' })
})

test('a configured ffmpeg that is none is named', async () => {
  const chosen = chooseEncoder({ log: quietLogger, ffmpegPath: '/nonexistent/ffmpeg' })
  await assert.rejects(chosen.encode('a', 'b', target), {
    code: 'config-invalid',
    message: /BACKBEAT_FFMPEG: \/nonexistent\/ffmpeg is no ffmpeg/,
  })
})
