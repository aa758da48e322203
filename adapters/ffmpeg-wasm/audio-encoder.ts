/** FFmpeg as WebAssembly, for platforms without another: slower, and a source has to fit into memory. */
import { join } from 'node:path'
import type { AudioEncoder } from '@backbeat/ports/audio-encoder'
import { encodeToFile } from '@backbeat/runtime/audio/encode-to-file'
import { limiter } from '@backbeat/runtime/limiter'
import { workerProcess } from '@backbeat/runtime/worker-process'

export interface FfmpegWasmOptions {
  timeoutMs?: number
  memoryMibMax?: number
}

const sourceBytesMax = 512 * 1024 ** 2

export interface FfmpegWasmEncoder extends AudioEncoder {
  /** Whether the package is there and loads on this platform. */
  works(): Promise<boolean>
}

export function ffmpegWasmEncoder(options: FfmpegWasmOptions = {}): FfmpegWasmEncoder {
  const { timeoutMs = 30 * 60_000, memoryMibMax = 2048 } = options
  const worker = workerProcess({ module: join(import.meta.dirname, 'worker.ts'), memoryMibMax })
  const inTurn = limiter(1)
  return {
    name: 'FFmpeg 5.1 (WebAssembly)',
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
