/**
 * The append-only files of a producer, `<epoch>-<n>.ndjson`: lines are gathered for some milliseconds and written at a
 * known position, so that a write that failed half-way (disk full) is repeated over its own remains.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from './clock.ts'
import { syncFolder } from './durable-file.ts'
import type { Logger } from './log.ts'

export interface SpoolLimits {
  /** Lines wait this long to be written together. */
  lingerMs: number
  /** Characters that wait at most; more are dropped and counted. */
  bufferMax: number
  /** A file is followed by the next one after these bytes or this age. */
  fileBytesMax: number
  fileAgeMsMax: number
  /** Pause after a failed write. */
  retryMs: number
}

const defaults: SpoolLimits = {
  lingerMs: 5,
  bufferMax: 16 * 1024 * 1024,
  fileBytesMax: 16 * 1024 * 1024,
  fileAgeMsMax: 60_000,
  retryMs: 500,
}

export interface SpoolWriter {
  append(line: string): void
  flush(): Promise<void>
  close(): Promise<void>
}

export interface SpoolWriterOptions {
  folder: string
  epoch: number
  clock: Clock
  log: Logger
  limits: Partial<SpoolLimits>
}

export const spoolFileName = (epoch: number, n: number): string => `${epoch}-${n}.ndjson`

export function createSpoolWriter(options: SpoolWriterOptions): SpoolWriter {
  const limits = { ...defaults, ...options.limits }
  const files = spoolFiles(options, limits)
  const { log } = options
  let waiting: string[] = []
  let waitingLength = 0
  let dropped = 0
  let writing: Promise<void> | null = null
  let closed = false

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const bytes = Buffer.from(waiting.join(''))
      const length = waitingLength
      waiting = []
      await writeUntilDone(bytes)
      waitingLength -= length
    }
    writing = null
  }
  const writeUntilDone = async (bytes: Buffer): Promise<void> => {
    for (let attempt = 0; ; attempt++) {
      try {
        await files.write(bytes)
        if (dropped > 0)
          log.error({ dropped }, 'events were dropped: the spool could not be written')
        dropped = 0
        return
      } catch (error) {
        if (attempt === 0) log.error({ err: error }, 'the spool cannot be written; trying again')
        if (closed && attempt > 0) throw error
        await pause(limits.retryMs)
      }
    }
  }
  const begin = (lingerMs: number): Promise<void> => {
    writing ??= (lingerMs > 0 ? pause(lingerMs) : Promise.resolve()).then(writeAll)
    return writing
  }

  return {
    append(line) {
      if (closed || waitingLength + line.length > limits.bufferMax) {
        dropped++
        return
      }
      waiting.push(line)
      waitingLength += line.length
      if (!writing) begin(limits.lingerMs).catch((err) => log.error({ err }, 'the spool failed'))
    },
    flush: () => begin(0),
    async close() {
      closed = true
      await begin(0)
      await files.close()
    },
  }
}

/** The file being written, and its follow-up by size and age. */
function spoolFiles({ folder, epoch, clock }: SpoolWriterOptions, limits: SpoolLimits) {
  let file: FileHandle | undefined
  let position = 0
  let openedAt = 0
  let n = 0

  const close = async (): Promise<void> => {
    if (!file) return
    const done = file
    file = undefined
    await done.datasync()
    await done.close()
  }
  return {
    close,
    async write(bytes: Buffer): Promise<void> {
      const isFull = position >= limits.fileBytesMax || clock() - openedAt >= limits.fileAgeMsMax
      if (file && isFull) await close()
      if (!file) {
        file = await open(join(folder, spoolFileName(epoch, n)), 'w')
        await syncFolder(folder)
        n++
        position = 0
        openedAt = clock()
      }
      let done = 0
      while (done < bytes.length) {
        const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
        done += bytesWritten
      }
      position += bytes.length
    },
  }
}
