/** Plucked strings by Karplus and Strong's delay line, bowed ones and pads by detuned sawtooths. */
import { saw, sine, wrap } from './oscillators.ts'
import { envelope, filter, tuningSamples } from './shaping.ts'
import { type Instrument, instrument, noiseOf, sampleRate, type Timbre } from './sound.ts'

interface Pluck {
  /** Seconds until a middle note has faded by 60 dB. */
  ring: number
  /** 0 is a soft thumb, 1 a hard pick. */
  bright: number
  /** Where it is plucked, as a share of its length. */
  position: number
}

/** Noise runs around a delay line as long as the tone's period and loses its highs at each turn. */
const plucked =
  (pluck: Pluck): Timbre =>
  ({ hertz, seconds, force, take }) => {
    const period = sampleRate / hertz - 0.5
    const length = Math.floor(period)
    const tuning = (1 - (period - length)) / (1 + (period - length))
    const line = excitation(length, pluck, force, take)
    const ring = pluck.ring * Math.min(2, (110 / hertz) ** 0.4 * 1.6)
    const held = 10 ** (-3 / (hertz * ring))
    const damped = 10 ** (-3 / (hertz * 0.25))
    const noteSamples = Math.round(seconds * sampleRate)
    const out = new Float32Array(noteSamples + Math.round(0.35 * sampleRate))
    let [at, last, passed, before] = [0, 0, 0, 0]
    for (let i = 0; i < out.length; i++) {
      const value = line[at] as number
      const averaged = (i < noteSamples ? held : damped) * 0.5 * (value + last)
      last = value
      // A fraction of a sample more, so that the tone is in tune.
      passed = tuning * (averaged - passed) + before
      before = averaged
      line[at] = passed
      at = at + 1 === length ? 0 : at + 1
      out[i] = 0.7 * value
    }
    return out
  }

function excitation(length: number, pluck: Pluck, force: number, take: number): Float32Array {
  const soften = 0.15 + 0.8 * pluck.bright * force
  const noise = noiseOf(length, length * 4 + take + 1)
  let smooth = 0
  for (let i = 0; i < length; i++) {
    smooth += soften * ((noise[i] as number) - smooth)
    noise[i] = smooth
  }
  const offset = Math.max(1, Math.round(length * pluck.position))
  const combed = noise.map((value, i) => value - (noise[(i + offset) % length] as number))
  const mean = combed.reduce((sum, value) => sum + value, 0) / length
  const peak = combed.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 1e-6)
  return combed.map((value) => (value - mean) / peak)
}

interface Ensemble {
  attack: number
  release: number
  /** Where the filter is at full level, as a multiple of the tone. */
  brightness: number
  detuneCents: number
  vibratoCents: number
}

/** One side: three sawtooths a little out of tune with each other. */
const ensembleSide =
  (sound: Ensemble, side: -1 | 1): Timbre =>
  ({ hertz, seconds, force }) => {
    const { attack, release, detuneCents, vibratoCents } = sound
    const level = envelope({ attack, decay: 1, sustain: 1, release }, seconds)
    const out = new Float32Array(level.length)
    const detuned = (share: number) =>
      (hertz / sampleRate) * 2 ** ((share * detuneCents + side * 1.5) / 1200)
    const [stepA, stepB, stepC] = [detuned(-1), detuned(0.15 * side), detuned(0.9)]
    let [a, b, c] = [0.13 + 0.2 * side, 0.5, 0.87 - 0.1 * side].map((p) => (p + 1) % 1) as Three
    let bend = 1
    for (let i = 0; i < out.length; i++) {
      if (i % tuningSamples === 0) {
        const vibrato = Math.min(1, i / sampleRate) * sine((i * 5.1) / sampleRate + side * 0.1)
        bend = 2 ** ((vibrato * vibratoCents) / 1200)
      }
      a = wrap(a + stepA * bend)
      b = wrap(b + stepB * bend)
      c = wrap(c + stepC * bend)
      out[i] = saw(a, stepA) + saw(b, stepB) + saw(c, stepC)
    }
    const open = sound.brightness * (0.4 + 0.6 * force)
    const cutoffs = new Float32Array(Math.ceil(out.length / tuningSamples)).map(
      (_, n) => hertz * (1 + open * (level[n * tuningSamples] as number)),
    )
    filter(out, { mode: 'low', hertz: cutoffs, resonance: 0.1 })
    for (let i = 0; i < out.length; i++) out[i] = 0.075 * (level[i] as number) * (out[i] as number)
    return out
  }

type Three = [number, number, number]

const ensemble = (sound: Ensemble): Instrument => [
  { timbre: ensembleSide(sound, -1), pan: -0.75 },
  { timbre: ensembleSide(sound, 1), pan: 0.75 },
]

export const pad = ensemble({
  ...{ attack: 0.9, release: 0.7, brightness: 5, detuneCents: 9, vibratoCents: 3 },
})
export const bowed = ensemble({
  ...{ attack: 0.22, release: 0.25, brightness: 9, detuneCents: 6, vibratoCents: 12 },
})
export const guitar = instrument(plucked({ ring: 3.2, bright: 0.75, position: 0.18 }))
export const harp = instrument(plucked({ ring: 4.2, bright: 0.5, position: 0.4 }))
export const uprightBass = instrument(plucked({ ring: 2.4, bright: 0.25, position: 0.22 }))
