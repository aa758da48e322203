/**
 * The quality ladder: what each level is encoded to, which levels a source is worth, and the MIME types that browsers
 * are asked about. A lossy source gets only levels below its own bit rate: more bits would not bring back what it lost.
 */
import type { Level } from '@backbeat/contracts/api/audio'
import type { EncodeTarget } from '@backbeat/ports/audio-encoder'

export type MadeLevel = Exclude<Level, 'original'>

export interface LadderStep {
  codec: 'vorbis' | 'aac'
  container: 'ogg' | 'mp4'
  bitrateKbps: number
  extension: string
  mimeType: string
}

const vorbis = (bitrateKbps: number): LadderStep => ({
  codec: 'vorbis',
  container: 'ogg',
  bitrateKbps,
  extension: 'ogg',
  mimeType: 'audio/ogg; codecs="vorbis"',
})

export const ladder: Readonly<Record<MadeLevel, LadderStep>> = {
  'ogg-96': vorbis(96),
  'ogg-160': vorbis(160),
  'ogg-320': vorbis(320),
  'aac-128': {
    codec: 'aac',
    container: 'mp4',
    bitrateKbps: 128,
    extension: 'm4a',
    mimeType: 'audio/mp4; codecs="mp4a.40.2"',
  },
}

/** In the order in which they are made. */
export const madeLevels: readonly MadeLevel[] = ['ogg-160', 'aac-128', 'ogg-320', 'ogg-96']

export interface Source {
  codec: string
  container: string
  bitrateKbps: number
  sampleRateHz: number
}

const lossless = new Set(['flac', 'alac', 'pcm', 'wavpack', 'ape'])
/** Every browser plays these as they are. */
const universal = new Set(['mp3', 'aac'])

/** Levels worth making of a source. `aac-128` is also made where the source is of a kind that some browsers lack. */
export function levelsFor(source: Source): MadeLevel[] {
  if (lossless.has(source.codec)) return [...madeLevels]
  return madeLevels.filter(
    (level) =>
      ladder[level].bitrateKbps < source.bitrateKbps ||
      (level === 'aac-128' && !universal.has(source.codec)),
  )
}

/** Never more bits than the source has, and the nearer of the two common families of sample rates. */
export function targetFor(level: MadeLevel, source: Source): EncodeTarget {
  const { codec, container, bitrateKbps } = ladder[level]
  const ceiling = lossless.has(source.codec) ? bitrateKbps : Math.max(48, source.bitrateKbps)
  return {
    codec,
    container,
    bitrateKbps: Math.min(bitrateKbps, ceiling),
    sampleRateHz: source.sampleRateHz % 11_025 === 0 ? 44_100 : 48_000,
  }
}

const originals: Record<string, string> = {
  'vorbis/ogg': 'audio/ogg; codecs="vorbis"',
  'opus/ogg': 'audio/ogg; codecs="opus"',
  'flac/ogg': 'audio/ogg; codecs="flac"',
  'flac/flac': 'audio/flac',
  'mp3/mp3': 'audio/mpeg',
  'aac/mp4': 'audio/mp4; codecs="mp4a.40.2"',
  'alac/mp4': 'audio/mp4; codecs="alac"',
  'aac/aac': 'audio/aac',
  'pcm/wav': 'audio/wav',
  'pcm/aiff': 'audio/aiff',
}
const byContainer: Record<string, string> = {
  ogg: 'audio/ogg',
  mp3: 'audio/mpeg',
  mp4: 'audio/mp4',
  wav: 'audio/wav',
  aiff: 'audio/aiff',
}

export const originalMimeType = ({ codec, container }: Source): string =>
  originals[`${codec}/${container}`] ?? byContainer[container] ?? `audio/${container}`

export const renditionKey = (sourceHash: string, level: MadeLevel): string =>
  `audio/${sourceHash}/${level}.${ladder[level].extension}`
