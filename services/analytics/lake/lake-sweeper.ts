/**
 * Removes files that no manifest names any more: replaced ones, and what a crash left between file and manifest. Only
 * after a while, since a query may still read by an older manifest; and only between commits, since the next commit may
 * write a leftover's name anew.
 */
import type { ObjectStore } from '@backbeat/ports/object-store'
import type { Clock } from '@backbeat/runtime/clock'
import { allFiles, fileKey, type LakeFile, type Manifest } from './lake-manifest.ts'

const graceMs = 5 * 60_000
const deletesPerStep = 100

export interface Sweeper {
  replaced(files: readonly LakeFile[]): void
  /** Between commits; a bounded piece of work. */
  step(manifest: Manifest): Promise<void>
}

export function createSweeper(objects: ObjectStore, clock: Clock): Sweeper {
  /** In order of time. */
  const doomed: { key: string; afterMs: number }[] = []
  let looked = false

  /** Once a run: what earlier runs left. */
  async function lookForOrphans(manifest: Manifest): Promise<void> {
    const known = new Set((await allFiles(objects, manifest)).map(fileKey))
    for await (const { key } of objects.list('lake/event=')) {
      if (!known.has(key)) doomed.push({ key, afterMs: clock() + graceMs })
    }
  }

  return {
    replaced(files) {
      const afterMs = clock() + graceMs
      for (const file of files) doomed.push({ key: fileKey(file), afterMs })
    },
    async step(manifest) {
      if (!looked) {
        looked = true
        await lookForOrphans(manifest)
      }
      const now = clock()
      if ((doomed[0]?.afterMs ?? Number.POSITIVE_INFINITY) > now) return
      const known = new Set(manifest.files.map(fileKey))
      for (let i = 0; i < deletesPerStep && (doomed[0]?.afterMs ?? now + 1) <= now; i++) {
        const { key } = doomed.shift() as { key: string }
        if (!known.has(key)) await objects.delete(key)
      }
    },
  }
}
