/** Envelopes and filters over whole buffers. Times are in seconds. */
import { sampleRate } from './sound.ts'

export interface Envelope {
  attack: number
  /** Time constant of the fall to `sustain`. */
  decay: number
  /** Share of the peak. */
  sustain: number
  /** Time constant of the fall after the note's end. */
  release: number
}

/** The level at each sample, 0 to 1, until the release is 52 dB down. */
export function envelope(shape: Envelope, noteSeconds: number): Float32Array {
  const noteSamples = Math.round(noteSeconds * sampleRate)
  const levels = new Float32Array(noteSamples + Math.round(shape.release * 6 * sampleRate))
  const attackSamples = Math.max(1, Math.round(shape.attack * sampleRate))
  const fall = fallOf(shape.decay)
  const end = fallOf(shape.release)
  const { sustain } = shape
  let level = 0
  let decaying = 1
  for (let i = 0; i < levels.length; i++) {
    if (i >= noteSamples) {
      level *= end
    } else if (i < attackSamples) {
      level = i / attackSamples
    } else {
      decaying *= fall
      level = sustain + (1 - sustain) * decaying
    }
    levels[i] = level
  }
  return levels
}

/** The factor a sample by which something falls to 1/e in this time. */
export const fallOf = (seconds: number): number =>
  Math.exp(-1 / (Math.max(seconds, 1e-4) * sampleRate))

export type FilterMode = 'low' | 'band' | 'high'

export interface FilterSettings {
  mode: FilterMode
  /** Cutoff in hertz: one for all, or one for every 32 samples. */
  hertz: number | Float32Array
  /** From 0 to 1. */
  resonance?: number
}

export const tuningSamples = 32

/** A state-variable filter of two poles, in place; it stays stable while it is tuned. */
export function filter(buffer: Float32Array, { mode, hertz, resonance = 0 }: FilterSettings): void {
  const moving = typeof hertz !== 'number'
  const k = 2 - 1.9 * resonance
  let g = moving ? 0 : warped(hertz)
  let scale = 1 / (1 + g * (g + k))
  let first = 0
  let second = 0
  // The answer is a blend of three, so that one loop serves all modes.
  const [lowShare, bandShare, highShare] = [
    +(mode === 'low'),
    +(mode === 'band'),
    +(mode === 'high'),
  ]
  for (let i = 0; i < buffer.length; i++) {
    if (moving && i % tuningSamples === 0) {
      g = warped(hertz[i / tuningSamples] as number)
      scale = 1 / (1 + g * (g + k))
    }
    const high = ((buffer[i] as number) - (g + k) * first - second) * scale
    const band = g * high + first
    first = g * high + band
    const low = g * band + second
    second = g * band + low
    buffer[i] = lowShare * low + bandShare * band + highShare * high
  }
}

const warped = (hertz: number): number =>
  Math.tan((Math.PI * Math.min(Math.max(hertz, 20), 19_000)) / sampleRate)
