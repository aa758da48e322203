/** FFmpeg's libraries from npm, in a process of their own: glibc Linux, macOS and Windows, on x64 and arm64. */
import { join } from 'node:path'
import type { AudioEncoder } from '@backbeat/ports/audio-encoder'
import { encodeToFile } from '@backbeat/runtime/audio/encode-to-file'
import { limiter } from '@backbeat/runtime/limiter'
import { workerProcess } from '@backbeat/runtime/worker-process'

export interface NodeAvOptions {
  timeoutMs?: number
  memoryMibMax?: number
}

const sourceBytesMax = 8 * 1024 ** 3

export interface NodeAvEncoder extends AudioEncoder {
  /** Whether the package is there and loads on this platform. */
  works(): Promise<boolean>
}

export function nodeAvEncoder(options: NodeAvOptions = {}): NodeAvEncoder {
  const { timeoutMs = 15 * 60_000, memoryMibMax = 1024 } = options
  const worker = workerProcess({ module: join(import.meta.dirname, 'worker.ts'), memoryMibMax })
  const inTurn = limiter(1)
  return {
    name: 'FFmpeg 8.1 (node-av)',
    encode: (sourcePath, targetPath, target, { signal } = {}) =>
      inTurn(() =>
        encodeToFile({
          ...{ sourcePath, targetPath, target, signal, sourceBytesMax },
          async write(outputPath) {
            await worker.run({ sourcePath, outputPath, target }, { timeoutMs, signal })
          },
        }),
      ),
    works: () =>
      worker.run({ probe: true }, { timeoutMs: 20_000 }).then(
        () => true,
        () => false,
      ),
    close: () => worker.close(),
  }
}
