/** When a play counts as heard: after 30 seconds, or half of a track shorter than a minute. */
export const heardMsMin = 30_000

export const isHeard = (playedMs: number, durationMs: number | null): boolean =>
  playedMs >= heardMsMin || (durationMs !== null && playedMs > 0 && playedMs * 2 >= durationMs)

export const ranges = ['short_term', 'medium_term', 'long_term'] as const
export type Range = (typeof ranges)[number]

const dayMs = 24 * 60 * 60 * 1000
const days: Record<Range, number | null> = { short_term: 28, medium_term: 182, long_term: null }

/** The UTC day of a time, `2026-11-24`. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** First day of a range that ends today; null for all time. */
export function firstDayOf(range: Range, now: number): string | null {
  const length = days[range]
  return length === null ? null : dayOf(now - length * dayMs)
}
