/** A drum kit: swept sines for skins, filtered noise for snares and brushes, clashing squares for metal. */
import { sine } from './oscillators.ts'
import { fallOf, filter } from './shaping.ts'
import { type Instrument, instrument, noiseOf, sampleRate } from './sound.ts'

const samples = (seconds: number): number => Math.round(seconds * sampleRate)

export const kick = instrument(({ take }) => {
  const out = noiseOf(samples(0.5), take + 1)
  const [drop, skinFall, clickFall] = [fallOf(0.022), fallOf(0.13), fallOf(0.002)]
  let [phase, sweep, skin, click] = [0, 1, 1, 1]
  for (let i = 0; i < out.length; i++) {
    phase += (46 + 150 * sweep) / sampleRate
    sweep *= drop
    skin *= skinFall
    click *= clickFall
    out[i] = 0.95 * sine(phase) * skin + 0.18 * (out[i] as number) * click
  }
  return out
})

export const snare = instrument(({ take }) => {
  const out = noiseOf(samples(0.4), take + 5)
  filter(out, { mode: 'high', hertz: 2600, resonance: 0.1 })
  const [drop, skinFall, wiresFall] = [fallOf(0.01), fallOf(0.06), fallOf(0.075)]
  let [phase, sweep, skin, wires] = [0, 1, 1, 1]
  for (let i = 0; i < out.length; i++) {
    phase += (186 + 60 * sweep) / sampleRate
    sweep *= drop
    skin *= skinFall
    wires *= wiresFall
    out[i] = 0.4 * sine(phase) * skin + 0.5 * (out[i] as number) * wires
  }
  return out
})

/** Several hands, never quite together. */
export const clap = instrument(({ take }) => {
  const out = noiseOf(samples(0.4), take + 9)
  filter(out, { mode: 'band', hertz: 1400, resonance: 0.55 })
  for (let i = 0; i < out.length; i++) {
    const t = i / sampleRate
    const burst = t < 0.03 ? Math.exp(-(t % 0.0105) * 280) : Math.exp(-(t - 0.03) * 16)
    out[i] = 0.55 * (out[i] as number) * burst
  }
  return out
})

interface Stroke {
  seconds: number
  mode: 'band' | 'high'
  hertz: number
  resonance: number
  rise: number
  fall: number
  level: number
}

/** Noise that swells and fades: brushes and shakers. */
const stroke = (sound: Stroke): Instrument =>
  instrument(({ take }) => {
    const out = noiseOf(samples(sound.seconds), take + 13)
    filter(out, sound)
    const fall = fallOf(sound.fall)
    let fading = 1
    for (let i = 0; i < out.length; i++) {
      fading *= fall
      const swell = Math.min(1, i / (sound.rise * sampleRate))
      out[i] = sound.level * (out[i] as number) * swell * fading
    }
    return out
  })

export const brush = stroke({
  ...{ seconds: 0.45, mode: 'band', hertz: 3200, resonance: 0.2, rise: 0.02, fall: 0.12 },
  level: 0.22,
})
export const shaker = stroke({
  ...{ seconds: 0.18, mode: 'band', hertz: 6400, resonance: 0.45, rise: 0.018, fall: 0.03 },
  level: 0.3,
})

export const rim = instrument(() => {
  const out = new Float32Array(samples(0.09))
  const fall = fallOf(0.012)
  let fading = 1
  for (let i = 0; i < out.length; i++) {
    fading *= fall
    const wood = sine((i * 1720) / sampleRate) + 0.6 * sine((i * 2480) / sampleRate)
    out[i] = 0.32 * wood * fading
  }
  return out
})

export const tom = instrument(() => {
  const out = new Float32Array(samples(0.8))
  const [drop, fall] = [fallOf(0.05), fallOf(0.17)]
  let [phase, sweep, fading] = [0, 1, 1]
  for (let i = 0; i < out.length; i++) {
    phase += (96 * (1 + 0.5 * sweep)) / sampleRate
    sweep *= drop
    fading *= fall
    out[i] = 0.7 * sine(phase) * fading
  }
  return out
})

const clashing = [2551, 3880, 4084, 4598, 5694, 8197]

interface Metal {
  seconds: number
  /** Nothing below this. */
  hertz: number
  level: number
}

const metal = ({ seconds, hertz, level }: Metal): Instrument =>
  instrument(({ take }) => {
    const out = noiseOf(samples(seconds * 6), take + 17)
    for (const tone of clashing) {
      const half = sampleRate / 2
      for (let i = 0; i < out.length; i++) {
        out[i] = (out[i] as number) + ((i * tone) % sampleRate < half ? 0.35 : -0.35)
      }
    }
    filter(out, { mode: 'high', hertz, resonance: 0.15 })
    const fall = fallOf(seconds)
    let fading = level
    for (let i = 0; i < out.length; i++) {
      fading *= fall
      out[i] = (out[i] as number) * fading
    }
    return out
  })

export const closedHat = metal({ seconds: 0.028, hertz: 7200, level: 0.2 })
export const openHat = metal({ seconds: 0.13, hertz: 6800, level: 0.17 })
export const ride = metal({ seconds: 0.42, hertz: 5200, level: 0.085 })
export const crash = metal({ seconds: 0.75, hertz: 3600, level: 0.17 })
