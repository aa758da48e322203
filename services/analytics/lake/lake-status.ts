/** What the lake holds and how far behind it is. */
import type { Landing } from './lake-landing.ts'
import { heldTotals, type LakeGap } from './lake-manifest.ts'

export interface LakeStatus {
  version: number
  committedAt: number
  files: number
  rows: number
  bytes: number
  /** Events per topic that have not landed. */
  lag: Record<string, number>
  gaps: readonly LakeGap[]
}

export async function lakeStatus(landing: Landing): Promise<LakeStatus> {
  const manifest = landing.manifest()
  const { version, committedAt, gaps } = manifest
  return { version, committedAt, ...heldTotals(manifest), lag: await landing.lag(), gaps }
}
