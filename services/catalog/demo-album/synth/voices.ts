/** Bass, leads and sequenced synthesizers, and a flute. */
import { saw, sine, wrap } from './oscillators.ts'
import { envelope, filter, soundingSeconds } from './shaping.ts'
import { addVoice, hertz, type Instrument, randomSource, sampleRate } from './sound.ts'

interface Synth {
  decay: number
  sustain: number
  release: number
  /** The filter opens by so many octaves above the tone and falls back. */
  opens: number
  resonance: number
  /** Share of a sine one octave below. */
  sub: number
}

/** A sawtooth, a filter that closes, a sine below it. */
export const synth =
  (sound: Synth): Instrument =>
  (out, note) => {
    const shape = { attack: 0.004, ...sound }
    const level = envelope(shape, note.seconds)
    const sweep = envelope({ ...shape, sustain: 0.15 }, note.seconds)
    const frequency = hertz(note.pitch)
    const step = frequency / sampleRate
    const lowpass = filter(frequency, sound.resonance)
    let [one, two] = [0, 0.5]
    addVoice(out, note, soundingSeconds(note.seconds, shape), (i) => {
      const open = sweep(i)
      if (i % 16 === 0) lowpass.tune(frequency * 2 ** (0.6 + sound.opens * open * note.velocity))
      one = wrap(one + step * 1.0018)
      two = wrap(two + step * 0.9982)
      const raw = 0.5 * (saw(one, step) + saw(two, step))
      const low = sound.sub * sine(i * step * 0.5)
      return 0.34 * note.velocity * level(i) * (lowpass.low(raw) + low)
    })
  }

export const synthBass = synth({
  ...{ decay: 0.25, sustain: 0.45, release: 0.05, opens: 3, resonance: 0.35, sub: 0.5 },
})
export const sequence = synth({
  ...{ decay: 0.16, sustain: 0.05, release: 0.09, opens: 4.2, resonance: 0.45, sub: 0 },
})
export const lead = synth({
  ...{ decay: 0.6, sustain: 0.6, release: 0.16, opens: 3.4, resonance: 0.2, sub: 0.15 },
})
export const stab = synth({
  ...{ decay: 0.14, sustain: 0, release: 0.08, opens: 4, resonance: 0.15, sub: 0 },
})

/** Two harmonics, breath around the tone, vibrato that comes late. */
export const flute: Instrument = (out, note) => {
  const shape = { attack: 0.06, decay: 0.5, sustain: 0.8, release: 0.07 }
  const level = envelope(shape, note.seconds)
  const step = hertz(note.pitch) / sampleRate
  const random = randomSource(Math.round(note.at * 997) + 3)
  const breath = filter(hertz(note.pitch) * 2, 0.7)
  let phase = 0
  addVoice(out, note, soundingSeconds(note.seconds, shape), (i) => {
    const late = Math.min(1, Math.max(0, i / sampleRate - 0.25) * 2)
    const vibrato = 1 + 0.0045 * late * sine((i * 5) / sampleRate)
    phase += step * vibrato
    const tone = sine(phase) + 0.28 * sine(phase * 2) + 0.1 * sine(phase * 3)
    const air = 0.05 * breath.band(random()) * (1 + 4 * Math.exp(-i / (0.04 * sampleRate)))
    return 0.3 * note.velocity * level(i) * (tone + air)
  })
}
