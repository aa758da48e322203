/** One music file, read once: its audio's hash and format, tags, cover and lyrics. Runs in worker threads. */
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Lyrics } from '@backbeat/contracts/api/catalog'
import { idFromBytes } from '@backbeat/contracts/ids'
import { type IAudioMetadata, type IPicture, parseBuffer, parseFile } from 'music-metadata'
import { type AudioData, findAudioData, hashAudio } from './audio-data.ts'
import { type ByteSource, openSource } from './byte-source.ts'
import { readSidecar } from './lyrics.ts'
import { mp3DurationMs } from './mp3-frames.ts'
import { embeddedLyrics, type TrackTags, trackTags } from './track-tags.ts'

/** A file as the scan found it. */
export interface FoundFile {
  /** Relative to its folder, `/` between parts. */
  path: string
  fingerprint: string
  /** Names, in the same directory, of a cover picture and of a text with lyrics. */
  coverName: string | null
  lyricsName: string | null
}

export interface AudioFormat {
  hash: string
  codec: string
  container: string
  bitrateKbps: number
  sampleRateHz: number
  bitsPerSample: number | null
  channels: number
  bytes: number
  durationMs: number
}

export interface ReadTrack {
  path: string
  fingerprint: string
  audio: AudioFormat
  tags: TrackTags
  cover: { id: string; path: string; embedded: boolean } | null
  lyrics: Lyrics | null
}

const mimeTypes = {
  mp3: 'audio/mpeg',
  aac: 'audio/aac',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  mp4: 'audio/mp4',
  wav: 'audio/wav',
  aiff: 'audio/aiff',
}
const pictureBytesMax = 32 * 1024 * 1024

/** Throws an Error with a reason for people if the file can't be taken. */
export async function readTrack(folder: string, file: FoundFile): Promise<ReadTrack> {
  const absolute = join(folder, file.path)
  const source = openSource(absolute)
  try {
    const data = findAudioData(source)
    const metadata = await parse(source, absolute, data)
    const audio = audioFormat(source, data, metadata)
    return {
      path: file.path,
      fingerprint: file.fingerprint,
      audio,
      tags: trackTags(metadata, file.path),
      cover: embeddedCover(metadata, file.path) ?? folderCover(folder, file),
      lyrics:
        embeddedLyrics(metadata) ??
        (file.lyricsName ? readSidecar(join(absolute, '..', file.lyricsName)) : null),
    }
  } finally {
    source.close()
  }
}

async function parse(
  source: ByteSource,
  path: string,
  { kind }: AudioData,
): Promise<IAudioMetadata> {
  // MP3 durations are counted from its frames instead, which is faster than music-metadata's way.
  const options = { duration: kind !== 'mp3' }
  return source.whole
    ? parseBuffer(source.whole, { mimeType: mimeTypes[kind], size: source.size }, options)
    : parseFile(path, options)
}

function audioFormat(source: ByteSource, data: AudioData, { format }: IAudioMetadata): AudioFormat {
  const [start, end] = data.ranges[0] as [number, number]
  const durationMs =
    data.kind === 'mp3'
      ? mp3DurationMs(source, start, end)
      : Math.round((format.duration ?? 0) * 1000)
  if (format.hasVideo && data.kind === 'mp4') throw new Error('This is a video.')
  if (!format.codec || !(durationMs > 0))
    throw new Error('No playable audio was found in the file.')
  const audioBytes = data.ranges.reduce((sum, [from, to]) => sum + to - from, 0)
  return {
    hash: hashAudio(source, data),
    codec: codecName(format.codec, data.kind),
    container: data.kind === 'aac' ? 'adts' : data.kind,
    bitrateKbps: Math.max(1, Math.round((audioBytes * 8) / durationMs)),
    sampleRateHz: format.sampleRate ?? 44_100,
    bitsPerSample: format.lossless ? (format.bitsPerSample ?? null) : null,
    channels: format.numberOfChannels ?? 2,
    bytes: source.size,
    durationMs,
  }
}

function codecName(codec: string, kind: AudioData['kind']): string {
  const known = /vorbis|opus|flac|alac|aac|pcm|layer 3/i.exec(codec)?.[0].toLowerCase()
  if (known === 'layer 3' || (known === undefined && kind === 'mp3')) return 'mp3'
  if (known !== undefined) return known
  return kind === 'wav' || kind === 'aiff' ? 'pcm' : codec.toLowerCase().slice(0, 40)
}

function embeddedCover({ common }: IAudioMetadata, path: string): ReadTrack['cover'] {
  const picture = frontPicture(common.picture ?? [])
  return picture ? { id: coverIdOf(picture.data), path, embedded: true } : null
}

/** The front cover among a file's pictures, else the first that is a picture at all. */
export function frontPicture(pictures: readonly IPicture[]): IPicture | null {
  const usable = pictures.filter(({ data }) => data.length <= pictureBytesMax && isPicture(data))
  return usable.find((picture) => /front/i.test(picture.type ?? '')) ?? usable[0] ?? null
}

/** JPEG, PNG, GIF, WebP, BMP or TIFF by their first bytes. */
function isPicture(data: Uint8Array): boolean {
  const head = Buffer.from(data.subarray(0, 12)).toString('latin1')
  return /^(\xff\xd8\xff|\x89PNG|GIF8|BM|II\*|MM\0)|^RIFF....WEBP/s.test(head) && data.length > 32
}

const coverIdOf = (data: Uint8Array): string =>
  idFromBytes(createHash('sha256').update(data).digest().subarray(0, 16))

/** The picture of the last directory, since its files come one after the other. */
let lastFolderCover: { key: string; cover: ReadTrack['cover'] } = { key: '', cover: null }

function folderCover(folder: string, file: FoundFile): ReadTrack['cover'] {
  if (!file.coverName) return null
  const path = join(file.path, '..', file.coverName).replaceAll('\\', '/')
  const absolute = join(folder, path)
  const info = statSync(absolute, { throwIfNoEntry: false })
  if (!info || info.size > pictureBytesMax) return null
  const key = `${absolute} ${info.size} ${info.mtimeMs}`
  if (lastFolderCover.key !== key) {
    const picture = openSource(absolute)
    const bytes = picture.read(0, picture.size)
    const cover = isPicture(bytes) ? { id: coverIdOf(bytes), path, embedded: false } : null
    picture.close()
    lastFolderCover = { key, cover }
  }
  return lastFolderCover.cover
}
