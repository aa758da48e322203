/** Plucked strings by Karplus and Strong's delay line, bowed ones and pads by detuned sawtooths. */
import { saw, sine, wrap } from './oscillators.ts'
import { envelope, filter, soundingSeconds } from './shaping.ts'
import { addVoice, hertz, type Instrument, type Note, randomSource, sampleRate } from './sound.ts'

interface Pluck {
  /** Seconds until a middle note has faded by 60 dB. */
  ring: number
  /** 0 is a soft thumb, 1 a hard pick. */
  bright: number
  /** Where it is plucked, as a share of its length. */
  position: number
}

/** Noise runs around a delay line as long as the tone's period and loses its highs at each turn. */
export const plucked =
  ({ ring, bright, position }: Pluck): Instrument =>
  (out, note) => {
    const frequency = hertz(note.pitch)
    const period = sampleRate / frequency - 0.5
    const length = Math.floor(period)
    const tuning = (1 - (period - length)) / (1 + (period - length))
    const line = excitation(note, length, bright, position)
    const seconds = ring * Math.min(2, (110 / frequency) ** 0.4 * 1.6)
    const held = 10 ** (-3 / (frequency * seconds))
    const damped = 10 ** (-3 / (frequency * 0.25))
    const noteSamples = note.seconds * sampleRate
    let [at, last, passed, before] = [0, 0, 0, 0]
    addVoice(out, note, note.seconds + 0.35, (i) => {
      const value = line[at] as number
      const averaged = (i < noteSamples ? held : damped) * 0.5 * (value + last)
      last = value
      // A fraction of a sample more, so that the tone is in tune.
      passed = tuning * (averaged - passed) + before
      before = averaged
      line[at] = passed
      at = at + 1 === length ? 0 : at + 1
      return 0.7 * note.velocity * value
    })
  }

function excitation(note: Note, length: number, bright: number, position: number): Float32Array {
  const random = randomSource(Math.round(note.at * 1000) * 131 + Math.round(note.pitch * 7) + 1)
  const soften = 0.15 + 0.8 * bright * note.velocity
  const noise = new Float32Array(length)
  let smooth = 0
  for (let i = 0; i < length; i++) {
    smooth += soften * (random() - smooth)
    noise[i] = smooth
  }
  const offset = Math.max(1, Math.round(length * position))
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

/** Three sawtooths a side, a little out of tune with each other. */
export const ensemble =
  ({ attack, release, brightness, detuneCents, vibratoCents }: Ensemble): Instrument =>
  (out, note) => {
    for (const side of [-1, 1]) {
      const shape = { attack, decay: 1, sustain: 1, release }
      const level = envelope(shape, note.seconds)
      const tone = hertz(note.pitch) / sampleRate
      const steps = [-1, 0.15 * side, 0.9].map(
        (share) => tone * 2 ** ((share * detuneCents + side * 1.5) / 1200),
      )
      const phases = steps.map((_, n) => (0.37 * n + 0.21 * note.pitch + (side + 1) * 0.13) % 1)
      const lowpass = filter(800, 0.1)
      let bend = 1
      const voice = { ...note, pan: Math.max(-1, Math.min(1, (note.pan ?? 0) + side * 0.75)) }
      addVoice(out, voice, soundingSeconds(note.seconds, shape), (i) => {
        const now = level(i)
        if (i % 32 === 0) {
          lowpass.tune(hertz(note.pitch) * (1 + brightness * now * (0.4 + 0.6 * note.velocity)))
          const vibrato = Math.min(1, i / sampleRate) * sine((i * 5.1) / sampleRate + side * 0.1)
          bend = 2 ** ((vibrato * vibratoCents) / 1200)
        }
        let sum = 0
        for (let n = 0; n < 3; n++) {
          const step = (steps[n] as number) * bend
          const phase = wrap((phases[n] as number) + step)
          phases[n] = phase
          sum += saw(phase, step)
        }
        return 0.075 * note.velocity * now * lowpass.low(sum)
      })
    }
  }

export const pad = ensemble({
  ...{ attack: 0.9, release: 0.7, brightness: 5, detuneCents: 9, vibratoCents: 3 },
})
export const bowed = ensemble({
  ...{ attack: 0.22, release: 0.25, brightness: 9, detuneCents: 6, vibratoCents: 12 },
})
export const guitar = plucked({ ring: 3.2, bright: 0.75, position: 0.18 })
export const harp = plucked({ ring: 4.2, bright: 0.5, position: 0.4 })
export const uprightBass = plucked({ ring: 2.4, bright: 0.25, position: 0.22 })
