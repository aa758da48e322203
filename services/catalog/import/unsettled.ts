/** Files that are still being copied: written to a moment ago, and again while we look. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ChangedFile } from './plan-batch.ts'

export type FreshFile = ChangedFile & { modifiedMs: number }

export interface SettleOptions {
  roots: ReadonlyMap<string, string>
  settleMs: number
  now: number
  signal: AbortSignal
}

/** Only these are looked at again; a clock that is off by more than this has no half copies. */
const freshMs = 2_000
const freshMax = 10_000

/** Waits only if there are files from the last two seconds. */
export async function unsettledFiles(
  files: readonly FreshFile[],
  { roots, settleMs, now, signal }: SettleOptions,
): Promise<Set<FreshFile>> {
  const fresh = files
    .filter(({ modifiedMs }) => Math.abs(now - modifiedMs) < freshMs)
    .slice(0, freshMax)
  const unsettled = new Set<FreshFile>()
  if (fresh.length === 0) return unsettled
  await sleep(settleMs, undefined, { signal }).catch(() => undefined)
  for (const file of fresh) {
    const stats = await stat(join(roots.get(file.folderId) ?? '', file.path)).catch(() => null)
    const same = stats && file.fingerprint.includes(`:${stats.size}:${Math.trunc(stats.mtimeMs)}`)
    if (!same) unsettled.add(file)
  }
  return unsettled
}
