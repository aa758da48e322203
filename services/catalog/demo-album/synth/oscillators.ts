/** Waves: sine from a table, sawtooth without audible aliasing. Phases are in cycles. */

const size = 4096
const table = Float32Array.from({ length: size + 1 }, (_, i) => Math.sin((2 * Math.PI * i) / size))

export function sine(phase: number): number {
  const position = (phase - Math.floor(phase)) * size
  const index = position | 0
  const below = table[index] as number
  return below + ((table[index + 1] as number) - below) * (position - index)
}

/** A sawtooth whose jump is rounded over two samples (polyBLEP). `phase` from 0 to 1, `step` cycles a sample. */
export function saw(phase: number, step: number): number {
  const plain = 2 * phase - 1
  if (phase < step) {
    const t = phase / step
    return plain - (t + t - t * t - 1)
  }
  if (phase > 1 - step) {
    const t = (phase - 1) / step
    return plain - (t * t + t + t + 1)
  }
  return plain
}

/** The fractional part of a phase that moves by less than a cycle. */
export const wrap = (phase: number): number => (phase >= 1 ? phase - 1 : phase)
