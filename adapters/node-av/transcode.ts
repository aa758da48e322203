/**
 * One encoding by FFmpeg's libraries through `node-av`'s low-level interface; its high-level one drops the last
 * samples. Runs in the worker process only: synchronous, and the binary is GPL.
 */

import type { EncodeTarget } from '@backbeat/ports/audio-encoder'
import { durationSecondsMax } from '@backbeat/runtime/audio/encode-to-file'
import { filterChain, inputFormats, vorbisQuality } from '@backbeat/runtime/audio/encoding-profile'
import {
  AV_BUFFERSRC_FLAG_NONE,
  AV_CHANNEL_ORDER_NATIVE,
  AV_CODEC_FLAG_BITEXACT,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_CODEC_FLAG_QSCALE,
  AV_SAMPLE_FMT_FLTP,
  AV_SAMPLE_FMT_S16,
  AV_SAMPLE_FMT_S16P,
  AV_SAMPLE_FMT_S32,
  AV_SAMPLE_FMT_U8,
  AV_SAMPLE_FMT_U8P,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  AVFMT_FLAG_BITEXACT,
  AVMEDIA_TYPE_AUDIO,
  FF_ENCODER_AAC,
  FF_ENCODER_FLAC,
  FF_ENCODER_LIBVORBIS,
} from 'node-av/constants'
import {
  Codec,
  CodecContext,
  Dictionary,
  FFmpegError,
  Filter,
  type FilterContext,
  FilterGraph,
  FilterInOut,
  FormatContext,
  Frame,
  Packet,
  Rational,
  type Stream,
} from 'node-av/lib'

export interface Transcoding {
  sourcePath: string
  outputPath: string
  target: EncodeTarget
}

const encoders = {
  vorbis: FF_ENCODER_LIBVORBIS,
  aac: FF_ENCODER_AAC,
  flac: FF_ENCODER_FLAC,
}
/** FFmpeg's unit of quality, `FF_QP2LAMBDA`. */
const lambda = 118

/** Throws what FFmpeg says. */
export async function transcode({ sourcePath, outputPath, target }: Transcoding): Promise<void> {
  const source = await openSource(sourcePath)
  const encoder = await openEncoder(target, source.decoder)
  const output = await openOutput(outputPath, target, encoder.context)
  const filter = await openFilter(source, target, encoder)
  pump(source, filter, encoder.context, output)
  check(await output.format.writeTrailer(), 'finish')
  await output.format.closeOutput()
  await source.format.closeInput()
}

function check(result: number, doing: string): number {
  try {
    FFmpegError.throwIfError(result, doing)
  } catch (cause) {
    throw new Error(`${doing}: ${(cause as Error).message}`, { cause })
  }
  return result
}

interface Source {
  format: FormatContext
  stream: Stream
  decoder: CodecContext
}

async function openSource(path: string): Promise<Source> {
  const format = new FormatContext()
  const fence = { protocol_whitelist: 'file', format_whitelist: inputFormats }
  check(await format.openInput(`file:${path}`, null, Dictionary.fromObject(fence)), 'open')
  check(await format.findStreamInfo(), 'probe')
  const index = check(format.findBestStream(AVMEDIA_TYPE_AUDIO), 'find audio')
  const stream = format.streams[index]
  const codec = stream && Codec.findDecoder(stream.codecpar.codecId)
  if (!stream || !codec) throw new Error('there is no decoder for its audio')
  const decoder = new CodecContext()
  decoder.allocContext3(codec)
  check(decoder.parametersToContext(stream.codecpar), 'read parameters')
  decoder.pktTimebase = stream.timeBase
  check(await decoder.open2(codec, null), 'open decoder')
  return { format, stream, decoder }
}

const narrow = [AV_SAMPLE_FMT_S16, AV_SAMPLE_FMT_S16P, AV_SAMPLE_FMT_U8, AV_SAMPLE_FMT_U8P]

interface Encoder {
  context: CodecContext
  /** Its name in filters. */
  sampleFormat: string
}

async function openEncoder(target: EncodeTarget, decoder: CodecContext): Promise<Encoder> {
  const codec = Codec.findEncoderByName(encoders[target.codec])
  if (!codec) throw new Error(`there is no encoder ${encoders[target.codec]}`)
  const context = new CodecContext()
  context.allocContext3(codec)
  const mono = decoder.channelLayout.nbChannels === 1
  context.sampleRate = target.sampleRateHz
  context.timeBase = new Rational(1, target.sampleRateHz)
  context.channelLayout = mono
    ? { order: AV_CHANNEL_ORDER_NATIVE, nbChannels: 1, mask: 4n }
    : { order: AV_CHANNEL_ORDER_NATIVE, nbChannels: 2, mask: 3n }
  const flacFormat = narrow.includes(decoder.sampleFormat) ? AV_SAMPLE_FMT_S16 : AV_SAMPLE_FMT_S32
  context.sampleFormat = target.codec === 'flac' ? flacFormat : AV_SAMPLE_FMT_FLTP
  context.setFlags(AV_CODEC_FLAG_BITEXACT)
  if (target.container === 'mp4') context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER)
  if (target.codec === 'aac') context.bitRate = BigInt(target.bitrateKbps * 1000)
  if (target.codec === 'vorbis') {
    context.setFlags(AV_CODEC_FLAG_QSCALE)
    context.globalQuality = Math.round(vorbisQuality(target.bitrateKbps) * lambda)
  }
  check(await context.open2(codec, null), 'open encoder')
  const flacName = flacFormat === AV_SAMPLE_FMT_S16 ? 's16' : 's32'
  return { context, sampleFormat: target.codec === 'flac' ? flacName : 'fltp' }
}

interface Output {
  format: FormatContext
  stream: Stream
}

async function openOutput(
  path: string,
  target: EncodeTarget,
  encoder: CodecContext,
): Promise<Output> {
  const format = new FormatContext()
  check(format.allocOutputContext2(null, target.container, `file:${path}`), 'open output')
  format.setFlags(AVFMT_FLAG_BITEXACT)
  const stream = format.newStream(null)
  check(stream.codecpar.fromContext(encoder), 'write parameters')
  stream.timeBase = encoder.timeBase
  check(await format.openOutput(), 'create file')
  const options =
    target.container === 'mp4'
      ? { movflags: '+faststart', movie_timescale: target.sampleRateHz }
      : {}
  check(await format.writeHeader(Dictionary.fromObject(options)), 'write header')
  return { format, stream }
}

interface OpenFilter {
  input: FilterContext
  output: FilterContext
}

async function openFilter(
  { stream, decoder }: Source,
  target: EncodeTarget,
  encoder: Encoder,
): Promise<OpenFilter> {
  const graph = new FilterGraph()
  graph.alloc()
  const { nbChannels, mask } = decoder.channelLayout
  const layout = mask > 0n ? `0x${mask.toString(16)}` : `${nbChannels}c`
  const { num, den } = stream.timeBase
  const described = [
    `time_base=${num}/${den}`,
    `sample_rate=${decoder.sampleRate}`,
    `sample_fmt=${decoder.sampleFormat}`,
    `channel_layout=${layout}`,
  ].join(':')
  const input = graph.createFilter(filterNamed('abuffer'), 'in', described)
  const output = graph.createFilter(filterNamed('abuffersink'), 'out', null)
  if (!input || !output) throw new Error(`audio of ${described} is not supported`)
  const outputs = FilterInOut.createList([{ name: 'in', filterCtx: input, padIdx: 0 }])
  const inputs = FilterInOut.createList([{ name: 'out', filterCtx: output, padIdx: 0 }])
  const { frameSize } = encoder.context
  // Codecs take frames of their own size, the last one may be shorter.
  const frames = frameSize > 0 ? `,asetnsamples=n=${frameSize}:p=0` : ''
  const chain = filterChain(target, encoder.sampleFormat) + frames
  check(graph.parsePtr(chain, inputs, outputs), 'build filter')
  check(await graph.config(), 'configure filter')
  return { input, output }
}

function filterNamed(name: string): Filter {
  const filter = Filter.getByName(name)
  if (!filter) throw new Error(`there is no filter ${name}`)
  return filter
}

/** Source → decoder → filter → encoder → output, each drained before the next packet. */
function pump(source: Source, filter: OpenFilter, encoder: CodecContext, output: Output): void {
  const [packet, encoded] = [new Packet(), new Packet()]
  const [decoded, filtered] = [new Frame(), new Frame()]
  for (const buffer of [packet, encoded, decoded, filtered]) buffer.alloc()
  const samplesMax = durationSecondsMax * encoder.sampleRate
  let samples = 0
  const write = () =>
    drain(
      () => encoder.receivePacketSync(encoded),
      () => {
        encoded.streamIndex = output.stream.index
        encoded.rescaleTs(encoder.timeBase, output.stream.timeBase)
        check(output.format.interleavedWriteFrameSync(encoded), 'write')
        encoded.unref()
      },
    )
  const encode = () =>
    drain(
      () => filter.output.buffersinkGetFrameSync(filtered),
      () => {
        samples += filtered.nbSamples
        check(encoder.sendFrameSync(filtered), 'encode')
        filtered.unref()
        write()
      },
    )
  const decode = () =>
    drain(
      () => source.decoder.receiveFrameSync(decoded),
      () => {
        check(filter.input.buffersrcAddFrameSync(decoded, AV_BUFFERSRC_FLAG_NONE), 'filter')
        decoded.unref()
        encode()
      },
    )
  let broken = 0
  while (samples < samplesMax) {
    const read = source.format.readFrameSync(packet)
    if (read === AVERROR_EOF) break
    check(read, 'read')
    if (packet.streamIndex === source.stream.index) {
      // A damaged packet is skipped, as players do; a file of nothing but such has no samples in the end.
      if (source.decoder.sendPacketSync(packet) < 0) broken++
      else decode()
    }
    packet.unref()
  }
  source.decoder.sendPacketSync(null)
  decode()
  check(filter.input.buffersrcAddFrameSync(null, AV_BUFFERSRC_FLAG_NONE), 'end filter')
  encode()
  if (samples === 0) throw new Error(broken > 0 ? 'it could not be decoded' : 'no audio in it')
  check(encoder.sendFrameSync(null), 'end encoder')
  write()
}

/** Takes until there is nothing more for now, or at all. */
function drain(next: () => number, take: () => void): void {
  for (;;) {
    const result = next()
    if (result === AVERROR_EAGAIN || result === AVERROR_EOF) return
    check(result, 'take')
    take()
  }
}
