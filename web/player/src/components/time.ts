/** Lengths of music as people write them. */

const pad = (n: number) => String(n).padStart(2, '0')

/** `3:07`, `1:02:03`. */
export function formatTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds || 0))
  const minutes = Math.floor(whole / 60) % 60
  const hours = Math.floor(whole / 3600)
  return hours ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`
}

export const formatMs = (ms: number): string => formatTime(Math.round(ms / 1000))
