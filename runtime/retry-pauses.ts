/** Growing pauses between attempts, and a pause that ends early when aborted. */
import { setTimeout as pause } from 'node:timers/promises'

/** Doubles from `firstMs` to `lastMs`; `reset` after a success. */
export function retryPauses(firstMs = 100, lastMs = 10_000) {
  let next = firstMs
  return {
    next(): number {
      const now = next
      next = Math.min(next * 2, lastMs)
      return now
    },
    reset(): void {
      next = firstMs
    },
  }
}

/** Resolves after the time or at the abort. */
export async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined)
}
