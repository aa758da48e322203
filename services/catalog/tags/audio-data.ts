/**
 * Where the encoded audio lies in a file, without its tags: what stays the same when the file is retagged.
 *
 * - MP3, AAC (ADTS): from the first frame to what precedes APE, Lyrics3 and ID3v1 tags.
 * - FLAC: the frames, with the MD5 of the decoded audio from STREAMINFO before them.
 * - Ogg: the packets after the header packets of the first audio stream; page headers are left out, since taggers
 *   renumber pages.
 * - MP4: the `mdat` boxes. WAV: the `data` chunk. AIFF: the `SSND` chunk.
 */
import { createHash } from 'node:crypto'
import type { ByteSource } from './byte-source.ts'
import { firstMp3Frame } from './mp3-frames.ts'

export type AudioKind = 'mp3' | 'aac' | 'flac' | 'ogg' | 'mp4' | 'wav' | 'aiff'

export interface AudioData {
  kind: AudioKind
  /** Byte ranges, end exclusive. */
  ranges: [start: number, end: number][]
  /** Hashed before the ranges. */
  prefix?: Buffer
}

/** Throws an Error with a reason for people if this is not audio of a known kind. */
export function findAudioData(source: ByteSource): AudioData {
  if (source.size === 0) throw new Error('The file is empty.')
  const start = skipId3v2(source)
  const head = Buffer.from(source.read(start, 16))
  const tag = head.toString('latin1', 0, 4)
  if (tag === 'fLaC') return flac(source, start)
  if (tag === 'OggS') return ogg(source, start)
  if (head.toString('latin1', 4, 8) === 'ftyp') return mp4(source)
  if (tag === 'RIFF' || tag === 'RF64') return chunks(source, 'wav')
  if (tag === 'FORM') return chunks(source, 'aiff')
  return frames(source, start)
}

/** SHA-256 in hex. */
export function hashAudio(source: ByteSource, { ranges, prefix }: AudioData): string {
  const hash = createHash('sha256')
  if (prefix) hash.update(prefix)
  const step = 4 * 1024 * 1024
  for (const [start, end] of ranges) {
    for (let at = start; at < end; at += step)
      hash.update(source.read(at, Math.min(step, end - at)))
  }
  return hash.digest('hex')
}

function skipId3v2(source: ByteSource): number {
  let at = 0
  for (let tags = 0; tags < 8; tags++) {
    const head = source.read(at, 10)
    if (head.length < 10 || head.toString('latin1', 0, 3) !== 'ID3') break
    const size = [6, 7, 8, 9].reduce((sum, i) => (sum << 7) | ((head[i] as number) & 0x7f), 0)
    at += 10 + size + ((head[5] as number) & 0x10 ? 10 : 0)
  }
  return at
}

function trailingTags(source: ByteSource): number {
  let end = source.size
  if (source.read(end - 128, 3).toString('latin1') === 'TAG') end -= 128
  const lyrics = source.read(end - 15, 15).toString('latin1')
  if (lyrics.endsWith('LYRICS200')) end -= 15 + (Number(lyrics.slice(0, 6)) || 0)
  const ape = source.read(end - 32, 32)
  if (ape.length === 32 && ape.toString('latin1', 0, 8) === 'APETAGEX') {
    const hasHeader = (ape.readUInt32LE(20) & 0x80000000) !== 0
    end -= ape.readUInt32LE(12) + (hasHeader ? 32 : 0)
  }
  return end
}

function frames(source: ByteSource, start: number): AudioData {
  const end = trailingTags(source)
  const first = firstMp3Frame(source.read(start, 256 * 1024))
  if (first >= 0) return { kind: 'mp3', ranges: [[start + first, end]] }
  const adts = source.read(start, 2)
  if (adts[0] === 0xff && ((adts[1] ?? 0) & 0xf6) === 0xf0) {
    return { kind: 'aac', ranges: [[start, end]] }
  }
  throw new Error('This is not audio of a known kind.')
}

function flac(source: ByteSource, start: number): AudioData {
  let at = start + 4
  let prefix: Buffer | undefined
  for (;;) {
    const head = source.read(at, 4)
    if (head.length < 4) throw new Error('The FLAC file ends within its headers.')
    const type = (head[0] as number) & 0x7f
    const last = (head[0] as number) & 0x80
    const length = head.readUIntBE(1, 3)
    if (type === 0) prefix = Buffer.from(source.read(at + 4 + 18, 16))
    at += 4 + length
    if (last) break
  }
  if (at >= source.size) throw new Error('The FLAC file has no audio after its headers.')
  return { kind: 'flac', ranges: [[at, trailingTags(source)]], ...(prefix ? { prefix } : {}) }
}

function ogg(source: ByteSource, start: number): AudioData {
  const ranges: AudioData['ranges'] = []
  let headersLeft = -1
  let serial = -1
  for (let at = start; at + 27 <= source.size; ) {
    const page = source.read(at, 27 + 255)
    if (page.toString('latin1', 0, 4) !== 'OggS') break
    const segments = page[26] as number
    const lacing = page.subarray(27, 27 + segments)
    const payload = lacing.reduce((sum, size) => sum + size, 0)
    const body = at + 27 + segments
    const pageSerial = page.readUInt32LE(14)
    const packetsEnded = lacing.reduce((count, size) => count + (size < 255 ? 1 : 0), 0)
    if (serial < 0) {
      const headers = oggHeaders(source.read(body, 16))
      if (headers > 0) {
        serial = pageSerial
        headersLeft = headers
      }
    }
    if (pageSerial === serial) {
      if (headersLeft > 0) headersLeft -= packetsEnded
      else ranges.push([body, Math.min(body + payload, source.size)])
    }
    at = body + payload
  }
  if (ranges.length === 0) throw new Error('The Ogg file has no audio.')
  return { kind: 'ogg', ranges }
}

/** How many header packets the stream that begins so has; 0 if it is no audio. */
function oggHeaders(packet: Buffer): number {
  const text = packet.toString('latin1')
  if (text.startsWith('\x01vorbis')) return 3
  if (text.startsWith('OpusHead')) return 2
  if (text.startsWith('\x7fFLAC')) return 1 + (packet.length >= 9 ? packet.readUInt16BE(7) : 0)
  return 0
}

function mp4(source: ByteSource): AudioData {
  const ranges: AudioData['ranges'] = []
  for (let at = 0; at + 8 <= source.size; ) {
    const head = source.read(at, 16)
    const type = head.toString('latin1', 4, 8)
    let size = head.readUInt32BE(0)
    let header = 8
    if (size === 1 && head.length === 16) {
      size = Number(head.readBigUInt64BE(8))
      header = 16
    } else if (size === 0) size = source.size - at
    if (size < header) break
    if (type === 'mdat') ranges.push([at + header, Math.min(at + size, source.size)])
    at += size
  }
  if (ranges.length === 0) throw new Error('The MP4 file has no audio.')
  return { kind: 'mp4', ranges }
}

function chunks(source: ByteSource, kind: 'wav' | 'aiff'): AudioData {
  const wanted = kind === 'wav' ? 'data' : 'SSND'
  for (let at = 12; at + 8 <= source.size; ) {
    const head = source.read(at, 8)
    const size = kind === 'wav' ? head.readUInt32LE(4) : head.readUInt32BE(4)
    if (head.toString('latin1', 0, 4) === wanted) {
      return { kind, ranges: [[at + 8, Math.min(at + 8 + size, source.size)]] }
    }
    at += 8 + size + (size % 2)
  }
  throw new Error('The file has no audio chunk.')
}
