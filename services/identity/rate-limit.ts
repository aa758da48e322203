/**
 * Counts attempts per key in fixed windows. Memory is bounded: beyond `keysMax` the key that was touched longest ago
 * is forgotten.
 */
import type { Clock } from '@backbeat/runtime/clock'

export interface RateLimit {
  /** Notes an attempt; false when it is one too many. */
  take(key: string): boolean
  /** Forgets a key, after a success. */
  clear(key: string): void
}

export interface RateLimitOptions {
  attempts: number
  windowMs: number
  keysMax?: number
  clock: Clock
}

export function createRateLimit(options: RateLimitOptions): RateLimit {
  const { attempts, windowMs, keysMax = 10_000, clock } = options
  const windows = new Map<string, { count: number; endsAt: number }>()
  return {
    take(key) {
      const now = clock()
      const known = windows.get(key)
      const window = known && known.endsAt > now ? known : { count: 0, endsAt: now + windowMs }
      window.count = Math.min(window.count + 1, attempts + 1)
      // Deleting first moves the key to the end of the map's order.
      windows.delete(key)
      windows.set(key, window)
      const oldest = windows.keys().next()
      if (windows.size > keysMax && !oldest.done) windows.delete(oldest.value)
      return window.count <= attempts
    },
    clear(key) {
      windows.delete(key)
    },
  }
}
