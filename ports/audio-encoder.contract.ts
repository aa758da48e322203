/**
 * What every audio encoder does. Sources are WAV files made here; results are judged by turning them into FLAC with
 * the encoder under test and reading what that says, bit by bit where nothing may be lost.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext, test } from 'node:test'
import type { AudioEncoder, EncodeTarget } from './audio-encoder.ts'

export interface EncoderUnderTest {
  name: string
  /** A new encoder; closed after the last rule. */
  open(): AudioEncoder
  /** Why it can't be tried here. */
  skip?: string | undefined
}

const flac = (sampleRateHz: 44_100 | 48_000 = 44_100): EncodeTarget => ({
  codec: 'flac',
  container: 'flac',
  bitrateKbps: 0,
  sampleRateHz,
})
const vorbis = (bitrateKbps: number): EncodeTarget => ({
  codec: 'vorbis',
  container: 'ogg',
  bitrateKbps,
  sampleRateHz: 44_100,
})
const aac: EncodeTarget = {
  codec: 'aac',
  container: 'mp4',
  bitrateKbps: 128,
  sampleRateHz: 44_100,
}

export function audioEncoderContract({ name, open, skip }: EncoderUnderTest): void {
  // One for all: starting an engine takes longer than most rules.
  const encoder = skip ? undefined : open()
  after(() => encoder?.close())
  const rule = (title: string, run: (at: Fixture) => Promise<void>): void => {
    test(`${name}: ${title}`, skip ? { skip } : {}, async (t) => {
      if (encoder) await run(await fixture(t, encoder))
    })
  }

  rule('FLAC keeps every bit of 16-bit stereo', async ({ encoder, path, wav }) => {
    const source = await wav('tone', { seconds: 1.2345 })
    const encoded = await encoder.encode(source.path, path('out.flac'), flac())
    const info = await streamInfo(path('out.flac'))
    assert.equal(encoded.samples, source.samples)
    assert.equal(encoded.bytes, (await readFile(path('out.flac'))).length)
    assert.deepEqual([info.samples, info.channels, info.bits], [source.samples, 2, 16])
    assert.equal(info.md5, createHash('md5').update(source.pcm).digest('hex'))
  })

  rule('FLAC keeps every bit of 24-bit stereo', async ({ encoder, path, wav }) => {
    const source = await wav('tone', { seconds: 0.5, bits: 24 })
    await encoder.encode(source.path, path('out.flac'), flac())
    const info = await streamInfo(path('out.flac'))
    assert.deepEqual([info.samples, info.bits], [source.samples, 24])
    assert.equal(info.md5, createHash('md5').update(source.pcm).digest('hex'))
  })

  for (const target of [vorbis(96), vorbis(160), vorbis(320), aac]) {
    const label = `${target.codec} ${target.bitrateKbps}`
    rule(`${label} has exactly the source's samples`, async ({ encoder, path, wav }) => {
      const source = await wav('tone', { seconds: 3.21 })
      const encoded = await encoder.encode(source.path, path('out'), target)
      assert.equal(encoded.samples, source.samples)
      assert.equal(encoded.durationMs, 3210)
      const back = await encoder.encode(path('out'), path('back.flac'), flac())
      // FFmpeg before 6 plays the whole of an AAC file's last frame.
      const surplus = back.samples - source.samples
      assert.ok(surplus === 0 || (target.codec === 'aac' && surplus > 0 && surplus < 1024))
    })
  }

  rule('better Vorbis levels take more bytes', async ({ encoder, path, wav }) => {
    const source = await wav('music', { seconds: 3 })
    const bytes: number[] = []
    for (const kbps of [96, 160, 320]) {
      bytes.push((await encoder.encode(source.path, path('out.ogg'), vorbis(kbps))).bytes)
    }
    const [low = 0, middle = 0, high = 0] = bytes
    assert.ok(low < middle && middle < high, String(bytes))
  })

  const shapes = [
    { title: 'mono stays mono', shape: { channels: 1 }, channels: 1 },
    { title: 'six channels become two', shape: { channels: 6 }, channels: 2 },
    { title: '8 kHz is resampled', shape: { rate: 8_000 }, channels: 2 },
    { title: '96 kHz is resampled', shape: { rate: 96_000 }, channels: 2 },
  ]
  for (const { title, shape, channels } of shapes) {
    rule(title, async ({ encoder, path, wav }) => {
      const source = await wav('tone', { seconds: 1, ...shape })
      for (const target of [flac(48_000), { ...vorbis(160), sampleRateHz: 48_000 as const }]) {
        const encoded = await encoder.encode(source.path, path('out'), target)
        assert.ok(
          near(encoded.samples, (source.samples / source.rate) * 48_000),
          `${encoded.samples}`,
        )
        await encoder.encode(path('out'), path('back.flac'), flac(48_000))
        assert.equal((await streamInfo(path('back.flac'))).channels, channels)
      }
    })
  }

  rule('MP4 has its index in front', async ({ encoder, path, wav }) => {
    const source = await wav('tone', { seconds: 2 })
    await encoder.encode(source.path, path('out.m4a'), aac)
    const bytes = await readFile(path('out.m4a'))
    assert.ok(bytes.indexOf('moov') > 0 && bytes.indexOf('moov') < bytes.indexOf('mdat'))
  })

  rule('the same source gives the same bytes', async ({ encoder, path, wav }) => {
    const source = await wav('tone', { seconds: 1 })
    await encoder.encode(source.path, path('a.ogg'), vorbis(160))
    await encoder.encode(source.path, path('b.ogg'), vorbis(160))
    assert.ok((await readFile(path('a.ogg'))).equals(await readFile(path('b.ogg'))))
  })

  rule('what is no audio fails and leaves nothing', async ({ encoder, path, folder }) => {
    await writeFile(path('noise.mp3'), Buffer.alloc(5000, 'no audio here '))
    await writeFile(path('empty.mp3'), '')
    await writeFile(path('list.m3u8'), '#EXTM3U\n#EXTINF:1,\nnoise.mp3\n')
    for (const name of ['noise.mp3', 'empty.mp3', 'list.m3u8', 'absent.mp3']) {
      await assert.rejects(encoder.encode(path(name), path('out.ogg'), vorbis(160)), {
        code: 'encode-failed',
      })
    }
    const left = await readdir(folder)
    assert.deepEqual(left.sort(), ['empty.mp3', 'list.m3u8', 'noise.mp3'])
  })

  rule('after a failure the next encoding works', async ({ encoder, path, wav }) => {
    await writeFile(path('noise.mp3'), Buffer.alloc(5000, 'no audio here '))
    const source = await wav('tone', { seconds: 0.5 })
    await assert.rejects(encoder.encode(path('noise.mp3'), path('out.ogg'), vorbis(160)))
    const encoded = await encoder.encode(source.path, path('out.ogg'), vorbis(160))
    assert.equal(encoded.samples, source.samples)
  })

  rule('a target is replaced whole, and kept when the source is broken', async (at) => {
    const { encoder, path, wav, folder } = at
    const source = await wav('tone', { seconds: 0.5 })
    await writeFile(path('noise.mp3'), Buffer.alloc(5000, 'no audio here '))
    await writeFile(path('out.ogg'), 'old')
    await assert.rejects(encoder.encode(path('noise.mp3'), path('out.ogg'), vorbis(160)))
    assert.equal(await readFile(path('out.ogg'), 'utf8'), 'old')
    await encoder.encode(source.path, path('out.ogg'), vorbis(160))
    assert.equal((await readFile(path('out.ogg'))).toString('latin1', 0, 4), 'OggS')
    assert.deepEqual((await readdir(folder)).sort(), ['noise.mp3', 'out.ogg', 'tone.wav'])
  })

  rule('several at once all succeed', async ({ encoder, path, wav }) => {
    const source = await wav('tone', { seconds: 0.5 })
    const all = [1, 2, 3].map((n) => encoder.encode(source.path, path(`${n}.ogg`), vorbis(96)))
    for (const { samples } of await Promise.all(all)) assert.equal(samples, source.samples)
  })

  rule('an aborted encoding rejects with its reason and leaves nothing', async (at) => {
    const { encoder, path, wav, folder } = at
    const source = await wav('tone', { seconds: 20 })
    const stop = new AbortController()
    const reason = new Error('no longer wanted')
    const encoding = encoder.encode(source.path, path('out.m4a'), aac, { signal: stop.signal })
    // Once it has begun to write.
    while ((await readdir(folder)).length < 2) await new Promise(setImmediate)
    stop.abort(reason)
    await assert.rejects(encoding, (error) => error === reason)
    assert.deepEqual(await readdir(folder), ['tone.wav'])
    const aborted = AbortSignal.abort(reason)
    await assert.rejects(encoder.encode(source.path, path('x'), aac, { signal: aborted }))
  })
}

/** Resampling may end within one sample of the exact figure. */
const near = (samples: number, expected: number): boolean => Math.abs(samples - expected) <= 1

type Fixture = Awaited<ReturnType<typeof fixture>>

async function fixture(t: TestContext, encoder: AudioEncoder) {
  const folder = await mkdtemp(join(tmpdir(), 'backbeat-encoder-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const path = (name: string) => join(folder, name)
  const wav = async (kind: WaveKind, shape: WaveShape) => {
    const made = wave(kind, shape)
    await writeFile(path(`${kind}.wav`), made.file)
    return { ...made, path: path(`${kind}.wav`) }
  }
  return { encoder, folder, path, wav }
}

type WaveKind = 'tone' | 'music'
interface WaveShape {
  seconds: number
  rate?: number
  channels?: number
  bits?: 16 | 24
}

const waves: Record<WaveKind, (seconds: number, channel: number) => number> = {
  tone: (s, channel) => 0.5 * Math.sin(2 * Math.PI * (440 + 110 * channel) * s),
  // Rich enough that bit rates differ.
  music: (s, channel) =>
    [1, 2.01, 3.7, 5.3, 11.1, 17.9].reduce(
      (sum, harmonic) => sum + 0.12 * Math.sin(2 * Math.PI * (200 + channel) * harmonic * s),
      0.1 * Math.sin(9e5 * s * s),
    ),
}

function wave(kind: WaveKind, { seconds, rate = 44_100, channels = 2, bits = 16 }: WaveShape) {
  const samples = Math.round(seconds * rate)
  const width = bits / 8
  const pcm = Buffer.alloc(samples * channels * width)
  const peak = 2 ** (bits - 1) - 1
  for (let i = 0, at = 0; i < samples; i++) {
    for (let channel = 0; channel < channels; channel++, at += width) {
      pcm.writeIntLE(Math.round(waves[kind](i / rate, channel) * peak), at, width)
    }
  }
  return {
    samples,
    rate,
    pcm,
    file: Buffer.concat([wavHeader(pcm.length, rate, channels, bits), pcm]),
  }
}

function wavHeader(bytes: number, rate: number, channels: number, bits: number): Buffer {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + bytes, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(channels, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE((rate * channels * bits) / 8, 28)
  header.writeUInt16LE((channels * bits) / 8, 32)
  header.writeUInt16LE(bits, 34)
  header.write('data', 36)
  header.writeUInt32LE(bytes, 40)
  return header
}

/** What a FLAC file says of itself. */
async function streamInfo(path: string) {
  const head = (await readFile(path)).subarray(0, 42)
  const fields = head.readBigUInt64BE(18)
  return {
    channels: Number((fields >> 41n) & 7n) + 1,
    bits: Number((fields >> 36n) & 31n) + 1,
    samples: Number(fields & 0xf_ffff_ffffn),
    md5: head.toString('hex', 26, 42),
  }
}
