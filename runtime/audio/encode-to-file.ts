/** The frame around every encoder: unfinished bytes never lie at the target, and failures read alike. */
import { randomUUID } from 'node:crypto'
import { rename, rm, stat } from 'node:fs/promises'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { Encoded, EncodeTarget } from '@backbeat/ports/audio-encoder'
import { encodedLength } from './encoded-length.ts'

export interface EncodeToFile {
  sourcePath: string
  targetPath: string
  target: EncodeTarget
  signal: AbortSignal | undefined
  /** Larger sources are refused. */
  sourceBytesMax: number
  /** Writes a whole file of the target's kind to this path. */
  write(temporaryPath: string): Promise<void>
}

/** Decoding stops here: no piece of music is longer, and a forged header may claim anything. */
export const durationSecondsMax = 12 * 3600

/** Throws `encode-failed`; an abort's own reason passes as it is. */
export async function encodeToFile(options: EncodeToFile): Promise<Encoded> {
  const { targetPath, target, signal } = options
  const temporary = `${targetPath}.${randomUUID()}.unfinished`
  try {
    signal?.throwIfAborted()
    await checkSource(options)
    await options.write(temporary)
    const { samples, sampleRateHz } = await encodedLength(temporary, target.container)
    if (samples <= 0) throw new Error('there is no audio in it')
    const { size } = await stat(temporary)
    signal?.throwIfAborted()
    await rename(temporary, targetPath)
    return { bytes: size, samples, durationMs: Math.round((samples / sampleRateHz) * 1000) }
  } catch (error) {
    await rm(temporary, { force: true })
    if (error instanceof BackbeatError || (signal?.aborted && error === signal.reason)) throw error
    throw new BackbeatError('encode-failed', reasonOf(error), { cause: error })
  }
}

async function checkSource({ sourcePath, sourceBytesMax }: EncodeToFile): Promise<void> {
  const { size } = await stat(sourcePath)
  if (size > sourceBytesMax) {
    throw new Error(`the file is larger than ${Math.round(sourceBytesMax / 1024 / 1024)} MiB`)
  }
}

/** For reports that people read: one line without paths of this machine. */
function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code === 'ENOENT') return 'The audio could not be encoded: the file is gone.'
  const message = error instanceof Error ? error.message : String(error)
  return `The audio could not be encoded: ${message.replace(/\s+/g, ' ').trim().slice(0, 500)}.`
}
