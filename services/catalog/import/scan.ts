/** Finds the music files of a folder, or of some directories in it. */
import { Worker } from 'node:worker_threads'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { FoundFile } from '../tags/read-track.ts'

/** A directory relative to the folder, `''` for the folder itself. */
export interface ScanTarget {
  directory: string
  /** With everything below it. */
  deep: boolean
}

export interface ScanOrder {
  root: string
  targets: readonly ScanTarget[]
}

export type ScanMessage =
  | {
      type: 'files'
      paths: string[]
      fingerprints: string[]
      modifiedMs: number[]
      coverNames: (string | null)[]
      lyricsNames: (string | null)[]
    }
  | { type: 'unreadable'; path: string; reason: string }
  | { type: 'failed'; path: string; reason: string }
  | { type: 'done' }

export interface ScanResult {
  /** Directories that could not be read: what was in them is not gone. */
  unreadable: { path: string; reason: string }[]
  /** Files that can't be taken whatever is in them. */
  failed: { path: string; reason: string }[]
}

const wholeFolder: readonly ScanTarget[] = [{ directory: '', deep: true }]
const reportsMax = 10_000

/** A file and when it was last written to. */
export interface ScannedFile extends FoundFile {
  modifiedMs: number
}

export interface ScanOptions {
  root: string
  targets?: readonly ScanTarget[]
  onFile(file: ScannedFile): void
  signal: AbortSignal
}

/** Calls `onFile` for each file, directory by directory. */
export async function scan({
  root,
  targets = wholeFolder,
  onFile,
  signal,
}: ScanOptions): Promise<ScanResult> {
  const order: ScanOrder = { root, targets }
  const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), { workerData: order })
  const result: ScanResult = { unreadable: [], failed: [] }
  const stop = () => void worker.terminate()
  signal.addEventListener('abort', stop, { once: true })
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (message: ScanMessage) => {
        if (message.type === 'files') emit(message, onFile)
        else if (message.type === 'done') resolve()
        else if (result[message.type].length < reportsMax) {
          result[message.type].push({ path: message.path, reason: message.reason })
        }
      })
      worker.once('error', reject)
      worker.once('exit', () => reject(new BackbeatError('unavailable', 'The scan was stopped.')))
    })
  } finally {
    signal.removeEventListener('abort', stop)
    await worker.terminate()
  }
  return result
}

function emit(
  message: Extract<ScanMessage, { type: 'files' }>,
  onFile: ScanOptions['onFile'],
): void {
  for (const [index, path] of message.paths.entries()) {
    onFile({
      path,
      fingerprint: message.fingerprints[index] as string,
      coverName: message.coverNames[index] ?? null,
      lyricsName: message.lyricsNames[index] ?? null,
      modifiedMs: message.modifiedMs[index] as number,
    })
  }
}
