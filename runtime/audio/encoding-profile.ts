/**
 * How each target is encoded, whichever engine does it: filters, codec settings and what a source may be. Vorbis by
 * quality (its nominal bit rate is met on average and passages get what they need), AAC-LC at a fixed bit rate, FLAC
 * with the source's resolution.
 */
import type { EncodeTarget } from '@backbeat/ports/audio-encoder'

/** Formats that are opened at all: no playlists or scripts that would make the decoder read other files. */
export const inputFormats = [
  'aac',
  'aiff',
  'ape',
  'asf',
  'caf',
  'dsf',
  'flac',
  'm4a',
  'matroska',
  'mov',
  'mp3',
  'mp4',
  'ogg',
  'tta',
  'w64',
  'wav',
  'webm',
  'wv',
].join(',')

/**
 * Resampling and downmixing in one step of `libswresample`: mono stays mono, everything else becomes stereo without
 * passing full scale.
 */
export function filterChain({ sampleRateHz }: EncodeTarget, format: string): string {
  return [
    `aresample=${sampleRateHz}:rematrix_maxval=1`,
    `aformat=sample_fmts=${format}:sample_rates=${sampleRateHz}:channel_layouts=mono|stereo`,
  ].join(',')
}

/** Nominal kbit/s of stereo at 44.1 kHz by Vorbis quality. */
const vorbisQualities: readonly (readonly [number, number])[] = [
  [45, -1],
  [64, 0],
  [80, 1],
  [96, 2],
  [112, 3],
  [128, 4],
  [160, 5],
  [192, 6],
  [224, 7],
  [256, 8],
  [320, 9],
  [500, 10],
]

/** Between the steps, in proportion. */
export function vorbisQuality(bitrateKbps: number): number {
  const above = vorbisQualities.findIndex(([kbps]) => kbps >= bitrateKbps)
  if (above === 0) return -1
  if (above < 0) return 10
  const [lowKbps, lowQuality] = vorbisQualities[above - 1] as readonly [number, number]
  const [highKbps, highQuality] = vorbisQualities[above] as readonly [number, number]
  const share = (bitrateKbps - lowKbps) / (highKbps - lowKbps)
  return lowQuality + share * (highQuality - lowQuality)
}
