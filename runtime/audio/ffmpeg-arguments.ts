/** The command line of an `ffmpeg` (program or WebAssembly) for one encoding. */
import type { EncodeTarget } from '@backbeat/ports/audio-encoder'
import { durationSecondsMax } from './encode-to-file.ts'
import { filterChain, inputFormats, vorbisQuality } from './encoding-profile.ts'

export interface FfmpegArguments {
  input: string
  output: string
  target: EncodeTarget
}

/** No tags, pictures, other streams or programs' names come along; only local files are opened. */
export function ffmpegArguments({ input, output, target }: FfmpegArguments): string[] {
  const format = target.codec === 'flac' ? 's16|s32' : 'fltp'
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-y'],
    ...['-protocol_whitelist', 'file', '-format_whitelist', inputFormats],
    ...['-t', String(durationSecondsMax), '-i', `file:${input}`],
    ...['-map', '0:a:0', '-vn', '-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'],
    ...['-af', filterChain(target, format)],
    ...codecArguments(target),
    ...['-threads', '1', '-fflags', '+bitexact', '-flags:a', '+bitexact'],
    `file:${output}`,
  ]
}

function codecArguments(target: EncodeTarget): string[] {
  const { codec, bitrateKbps, sampleRateHz } = target
  if (codec === 'vorbis') {
    return ['-c:a', 'libvorbis', '-q:a', vorbisQuality(bitrateKbps).toFixed(2), '-f', 'ogg']
  }
  if (codec === 'flac') return ['-c:a', 'flac', '-compression_level', '5', '-f', 'flac']
  return [
    ...['-c:a', 'aac', '-b:a', `${bitrateKbps}k`],
    // Whole samples in the edit list, and the index in front of the audio.
    ...['-movie_timescale', String(sampleRateHz), '-movflags', '+faststart', '-f', 'mp4'],
  ]
}
