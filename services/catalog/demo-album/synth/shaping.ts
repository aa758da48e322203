/** Envelopes and filters. Times are in seconds. */
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

/** How long a note sounds with its release. */
export const soundingSeconds = (noteSeconds: number, { release }: Envelope): number =>
  noteSeconds + release * 6

/** The level at each sample, in order: 0 to 1. */
export function envelope(shape: Envelope, noteSeconds: number): (index: number) => number {
  const attackSamples = Math.max(1, shape.attack * sampleRate)
  const noteSamples = noteSeconds * sampleRate
  const fall = Math.exp(-1 / (Math.max(shape.decay, 1e-4) * sampleRate))
  const end = Math.exp(-1 / (Math.max(shape.release, 1e-4) * sampleRate))
  let level = 0
  let decaying = 1
  return (index) => {
    if (index >= noteSamples) {
      level *= end
      return level
    }
    if (index < attackSamples) {
      level = index / attackSamples
      return level
    }
    decaying *= fall
    level = shape.sustain + (1 - shape.sustain) * decaying
    return level
  }
}

export interface Filter {
  low(input: number): number
  band(input: number): number
  high(input: number): number
  tune(hertz: number, resonance?: number): void
}

/** A state-variable filter of two poles that stays stable while it is tuned. Resonance from 0 to 1. */
export function filter(hertz: number, resonance = 0): Filter {
  let first = 0
  let second = 0
  let g = 0
  let k = 0
  let scale = 0
  let [low, band, high] = [0, 0, 0]
  const tune = (cutoff: number, peak = resonance) => {
    g = Math.tan((Math.PI * Math.min(Math.max(cutoff, 20), 19_000)) / sampleRate)
    k = 2 - 1.9 * peak
    scale = 1 / (1 + g * (g + k))
  }
  const step = (input: number) => {
    high = (input - (g + k) * first - second) * scale
    band = g * high + first
    first = g * high + band
    low = g * band + second
    second = g * band + low
  }
  tune(hertz)
  return {
    tune,
    low(input) {
      step(input)
      return low
    },
    band(input) {
      step(input)
      return band
    },
    high(input) {
      step(input)
      return high
    },
  }
}
