/**
 * The audio encoder of this installation: the first of a system ffmpeg, node-av and FFmpeg as WebAssembly that is
 * there. It is looked for when the first file is to be encoded, and nothing runs until then.
 */
import { BackbeatError } from '@backbeat/contracts/errors'
import type { AudioEncoder } from '@backbeat/ports/audio-encoder'
import { limiter } from '@backbeat/runtime/limiter'
import type { Logger } from '@backbeat/runtime/log'
import { ffmpegWasmEncoder } from './ffmpeg-wasm/audio-encoder.ts'
import { nodeAvEncoder } from './node-av/audio-encoder.ts'
import { ffmpegVersion, systemFfmpegEncoder } from './system-ffmpeg/audio-encoder.ts'

export interface EncoderChoiceOptions {
  log: Logger
  /** Used instead of the `ffmpeg` on PATH; that it is unfit is an error then. */
  ffmpegPath?: string | undefined
  /** Encodings at once, each in a process of its own; others wait. Default 1. */
  concurrency?: number
  /** How engines are opened, best first; for tests. */
  engines?: readonly EngineOpener[]
}

/** Opens an engine, or says with null that this machine does not have it. */
export type EngineOpener = (options: EncoderChoiceOptions) => Promise<AudioEncoder | null>

export function chooseEncoder(options: EncoderChoiceOptions): AudioEncoder {
  const { concurrency = 1, engines = defaultEngines, log } = options
  const limited = limiter(concurrency)
  const idle: AudioEncoder[] = []
  const opened: AudioEncoder[] = []
  let opener: Promise<EngineOpener> | undefined
  let name = 'not chosen yet'

  async function firstThatOpens(): Promise<EngineOpener> {
    for (const engine of engines) {
      const encoder = await engine(options)
      if (!encoder) continue
      name = encoder.name
      log.info({ encoder: name }, 'audio encoder chosen')
      idle.push(encoder)
      opened.push(encoder)
      return engine
    }
    throw new BackbeatError('encoder-missing')
  }

  async function take(): Promise<AudioEncoder> {
    opener ??= firstThatOpens().catch((error: unknown) => {
      opener = undefined
      throw error
    })
    const open = await opener
    const encoder = idle.pop() ?? (await open(options))
    if (!encoder) throw new BackbeatError('encoder-missing')
    if (!opened.includes(encoder)) opened.push(encoder)
    return encoder
  }

  return {
    get name() {
      return name
    },
    encode: (sourcePath, targetPath, target, encodeOptions) =>
      limited(async () => {
        encodeOptions?.signal?.throwIfAborted()
        const encoder = await take()
        try {
          return await encoder.encode(sourcePath, targetPath, target, encodeOptions)
        } finally {
          idle.push(encoder)
        }
      }),
    async close() {
      await Promise.all(opened.map((encoder) => encoder.close()))
    },
  }
}

const defaultEngines: readonly EngineOpener[] = [openSystemFfmpeg, openNodeAv, openFfmpegWasm]

async function openSystemFfmpeg({ ffmpegPath }: EncoderChoiceOptions) {
  const path = ffmpegPath ?? 'ffmpeg'
  const version = await ffmpegVersion(path)
  if (version) return systemFfmpegEncoder({ ffmpegPath: path, version })
  if (ffmpegPath === undefined) return null
  throw new BackbeatError(
    'config-invalid',
    `BACKBEAT_FFMPEG: ${ffmpegPath} is no ffmpeg of version 6 or newer with libvorbis.`,
  )
}

/** Whether it loads is seen in its own process: it is an optional package with a binary for some platforms. */
async function openNodeAv(): Promise<AudioEncoder | null> {
  const encoder = nodeAvEncoder()
  if (await encoder.works()) return encoder
  await encoder.close()
  return null
}

async function openFfmpegWasm(): Promise<AudioEncoder | null> {
  const encoder = ffmpegWasmEncoder()
  if (await encoder.works()) return encoder
  await encoder.close()
  return null
}
