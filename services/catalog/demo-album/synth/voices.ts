/** Bass, leads and sequenced synthesizers, and a flute. */
import { saw, sine, wrap } from './oscillators.ts'
import { envelope, fallOf, filter, tuningSamples } from './shaping.ts'
import { type Instrument, instrument, noiseOf, sampleRate, type Timbre } from './sound.ts'

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

/** Two sawtooths, a filter that closes, a sine below them. */
const synth = (sound: Synth): Instrument =>
  instrument(({ hertz, seconds, force }) => {
    const shape = { attack: 0.004, ...sound }
    const level = envelope(shape, seconds)
    const sweep = envelope({ ...shape, sustain: 0.15 }, seconds)
    const out = new Float32Array(level.length)
    const step = hertz / sampleRate
    let [one, two] = [0, 0.5]
    for (let i = 0; i < out.length; i++) {
      one = wrap(one + step * 1.0018)
      two = wrap(two + step * 0.9982)
      out[i] = 0.5 * (saw(one, step) + saw(two, step))
    }
    const cutoffs = new Float32Array(Math.ceil(out.length / tuningSamples)).map(
      (_, n) => hertz * 2 ** (0.6 + sound.opens * force * (sweep[n * tuningSamples] as number)),
    )
    filter(out, { mode: 'low', hertz: cutoffs, resonance: sound.resonance })
    for (let i = 0; i < out.length; i++) {
      const low = sound.sub * sine(i * step * 0.5)
      out[i] = 0.34 * (level[i] as number) * ((out[i] as number) + low)
    }
    return out
  })

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

/** Three harmonics, breath around the tone, vibrato that comes late. */
const fluteTone: Timbre = ({ hertz, seconds, take }) => {
  const level = envelope({ attack: 0.06, decay: 0.5, sustain: 0.8, release: 0.07 }, seconds)
  const air = noiseOf(level.length, take + 11)
  filter(air, { mode: 'band', hertz: hertz * 2, resonance: 0.7 })
  const step = hertz / sampleRate
  const settle = fallOf(0.04)
  let [phase, chiff] = [0, 4]
  for (let i = 0; i < level.length; i++) {
    const late = Math.min(1, Math.max(0, i / sampleRate - 0.25) * 2)
    phase += step * (1 + 0.0045 * late * sine((i * 5) / sampleRate))
    chiff *= settle
    const tone = sine(phase) + 0.28 * sine(phase * 2) + 0.1 * sine(phase * 3)
    air[i] = 0.3 * (level[i] as number) * (tone + 0.05 * (air[i] as number) * (1 + chiff))
  }
  return air
}

export const flute = instrument(fluteTone)
