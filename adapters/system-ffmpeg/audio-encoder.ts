/** An `ffmpeg` program of this machine, one process an encoding. Version 6 or newer. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import { promisify } from 'node:util'
import type { AudioEncoder } from '@backbeat/ports/audio-encoder'
import { encodeToFile } from '@backbeat/runtime/audio/encode-to-file'
import { ffmpegArguments } from '@backbeat/runtime/audio/ffmpeg-arguments'
import { limiter } from '@backbeat/runtime/limiter'

export interface SystemFfmpegOptions {
  /** Path, or a name to be found on PATH. */
  ffmpegPath: string
  version: string
  timeoutMs?: number
}

const sourceBytesMax = 8 * 1024 ** 3
const stderrBytesMax = 4096

/**
 * The version of a program that has the encoders we need; null where there is none or it is too old. Before 6 the last
 * frame of AAC files is decoded to its end, beyond that of the music.
 */
export async function ffmpegVersion(ffmpegPath: string, majorMin = 6): Promise<string | null> {
  try {
    const run = promisify(execFile)
    const { stdout } = await run(ffmpegPath, ['-hide_banner', '-version'], { timeout: 5_000 })
    const version = /^ffmpeg version n?(\d+\S*)/.exec(stdout)?.[1]
    if (!version || Number.parseInt(version, 10) < majorMin) return null
    const encoders = await run(ffmpegPath, ['-hide_banner', '-encoders'], { timeout: 5_000 })
    return /\blibvorbis\b/.test(encoders.stdout) ? version : null
  } catch {
    return null
  }
}

export function systemFfmpegEncoder(options: SystemFfmpegOptions): AudioEncoder {
  const { ffmpegPath, version, timeoutMs = 15 * 60_000 } = options
  const inTurn = limiter(1)
  const running = new Set<ChildProcess>()
  return {
    name: `FFmpeg ${version} (system)`,
    encode: (sourcePath, targetPath, target, { signal } = {}) =>
      inTurn(() =>
        encodeToFile({
          ...{ sourcePath, targetPath, target, signal, sourceBytesMax },
          write: (output) =>
            runFfmpeg(ffmpegPath, ffmpegArguments({ input: sourcePath, output, target }), {
              ...{ timeoutMs, signal, running },
            }),
        }),
      ),
    async close() {
      const ends = [...running].map((child) => new Promise((done) => child.once('close', done)))
      for (const child of running) child.kill('SIGKILL')
      await Promise.all(ends)
    },
  }
}

interface RunOptions {
  timeoutMs: number
  signal: AbortSignal | undefined
  running: Set<ChildProcess>
}

/** Rejects with the last of what ffmpeg wrote to standard error. */
function runFfmpeg(path: string, args: string[], options: RunOptions): Promise<void> {
  const { timeoutMs, signal, running } = options
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    running.add(child)
    let stderr = ''
    let timedOut = false
    const timeout = setTimeout(() => {
      timedOut = true
      child.kill('SIGKILL')
    }, timeoutMs)
    const abort = () => void child.kill('SIGKILL')
    signal?.addEventListener('abort', abort)
    child.stderr.on('data', (text: Buffer) => {
      stderr = (stderr + text.toString()).slice(-stderrBytesMax)
    })
    const settle = (outcome: () => void) => {
      clearTimeout(timeout)
      signal?.removeEventListener('abort', abort)
      running.delete(child)
      outcome()
    }
    child.once('spawn', () => lowerPriority(child.pid))
    child.once('error', (cause) => settle(() => reject(cause)))
    child.once('close', (code, by) =>
      settle(() => {
        if (signal?.aborted) reject(signal.reason as Error)
        else if (timedOut) reject(new Error(`it took longer than ${timeoutMs / 1000} s`))
        else if (code === 0) resolve()
        else reject(new Error(withoutPaths(stderr) || `ffmpeg ended with ${by ?? code}`))
      }),
    )
  })
}

function lowerPriority(pid: number | undefined): void {
  try {
    if (pid) setPriority(pid, 10)
  } catch {
    // Already gone, or the platform refuses; then it runs at normal priority.
  }
}

const withoutPaths = (text: string): string =>
  text
    .replace(/file:\S+: /g, '')
    .split('\n')
    .filter(Boolean)
    .at(-1) ?? ''
