/** The pattern that stands for missing art: eight beats whose hue, heights and tilt follow from the name alone. */

export interface CoverPattern {
  /** Degrees on the color wheel. */
  hue: number
  /** Height of each beat in a 64-unit square; every second one is strong. */
  bars: number[]
  tilt: number
}

/** FNV-1a: small, and spreads short names well. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return hash
}

export function patternOf(name: string): CoverPattern {
  let seed = hashOf(name)
  const next = (below: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return Math.floor((seed / 0x1_0000_0000) * below)
  }
  const hue = next(360)
  const tilt = [0, 0, -18, 18, -45, 45, 90][next(7)] ?? 0
  const bars = Array.from({ length: 8 }, (_, index) => (index % 2 ? 26 + next(26) : 4.5 + next(12)))
  return { hue, tilt, bars }
}
