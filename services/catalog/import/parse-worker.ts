/**
 * Reads music files, one unit (some files of one directory) after the other. Which file it is at stands in shared
 * memory, so that the pool can tell what hung or crashed it.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { type FoundFile, type ReadTrack, readTrack } from '../tags/read-track.ts'

export interface UnitOrder {
  root: string
  files: readonly FoundFile[]
}

export type FileOutcome = { index: number; track: ReadTrack } | { index: number; failure: string }

const position = workerData as Int32Array

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  const reasons: Record<string, string> = {
    EACCES: 'The file may not be read (permission denied).',
    ENOENT: 'The file is gone.',
    EIO: 'The disk could not read the file.',
  }
  return reasons[code ?? ''] ?? (message || 'The file could not be read.').slice(0, 300)
}

parentPort?.on('message', async ({ root, files }: UnitOrder) => {
  const outcomes: FileOutcome[] = []
  for (const [index, file] of files.entries()) {
    Atomics.store(position, 0, index)
    Atomics.add(position, 1, 1)
    try {
      outcomes.push({ index, track: await readTrack(root, file) })
    } catch (error) {
      outcomes.push({ index, failure: reasonOf(error) })
    }
  }
  Atomics.store(position, 0, -1)
  parentPort?.postMessage(outcomes)
})
