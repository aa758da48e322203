/** A drum kit: swept sines for skins, filtered noise for snares and brushes, clashing squares for metal. */
import { sine } from './oscillators.ts'
import { filter } from './shaping.ts'
import { addVoice, type Instrument, randomSource, sampleRate } from './sound.ts'

const fading = (i: number, seconds: number): number => Math.exp(-i / (seconds * sampleRate))
const noiseOf = (at: number, salt: number) => randomSource(Math.round(at * 10_000) * 31 + salt)

export const kick: Instrument = (out, note) => {
  let phase = 0
  const click = noiseOf(note.at, 1)
  addVoice(out, note, 0.5, (i) => {
    phase += (46 + 150 * fading(i, 0.022)) / sampleRate
    const skin = sine(phase) * fading(i, 0.13)
    return note.velocity * (0.95 * skin + 0.18 * click() * fading(i, 0.002))
  })
}

export const snare: Instrument = (out, note) => {
  const noise = noiseOf(note.at, 2)
  const wires = filter(2600, 0.1)
  addVoice(out, note, 0.4, (i) => {
    const skin = sine((i * (186 + 60 * fading(i, 0.01))) / sampleRate) * fading(i, 0.06)
    return note.velocity * (0.4 * skin + 0.5 * wires.high(noise()) * fading(i, 0.075))
  })
}

export const clap: Instrument = (out, note) => {
  const noise = noiseOf(note.at, 3)
  const hands = filter(1400, 0.55)
  addVoice(out, note, 0.4, (i) => {
    const t = i / sampleRate
    const burst = t < 0.03 ? Math.exp(-(t % 0.0105) * 280) : Math.exp(-(t - 0.03) * 16)
    return 0.55 * note.velocity * hands.band(noise()) * burst
  })
}

/** Stirred more than struck. */
export const brush: Instrument = (out, note) => {
  const noise = noiseOf(note.at, 4)
  const tone = filter(3200, 0.2)
  addVoice(out, note, note.seconds + 0.15, (i) => {
    const swell = Math.min(1, i / (0.02 * sampleRate))
    return 0.22 * note.velocity * tone.band(noise()) * swell * fading(i, note.seconds * 0.4 + 0.05)
  })
}

export const rim: Instrument = (out, note) => {
  addVoice(out, note, 0.09, (i) => {
    const wood = sine((i * 1720) / sampleRate) + 0.6 * sine((i * 2480) / sampleRate)
    return 0.32 * note.velocity * wood * fading(i, 0.012)
  })
}

export const shaker: Instrument = (out, note) => {
  const noise = noiseOf(note.at, 5)
  const grains = filter(6400, 0.45)
  addVoice(out, note, 0.16, (i) => {
    const swing = Math.min(1, i / (0.018 * sampleRate))
    return 0.3 * note.velocity * grains.band(noise()) * swing * fading(i, 0.03)
  })
}

export const tom: Instrument = (out, note) => {
  let phase = 0
  const low = 70 * 2 ** ((note.pitch - 45) / 12)
  addVoice(out, note, 0.7, (i) => {
    phase += (low * (1 + 0.5 * fading(i, 0.05))) / sampleRate
    return 0.7 * note.velocity * sine(phase) * fading(i, 0.17)
  })
}

const clashing = [263, 400, 421, 474, 587, 845]

const metal =
  (seconds: number, lowest: number, level: number): Instrument =>
  (out, note) => {
    const noise = noiseOf(note.at, 6)
    const bright = filter(lowest, 0.15)
    addVoice(out, note, seconds * 6, (i) => {
      let sum = 0.9 * noise()
      for (const tone of clashing) sum += (i * tone * 9.7) % sampleRate < sampleRate / 2 ? 0.35 : -0.35
      return level * note.velocity * bright.high(sum) * fading(i, seconds)
    })
  }

export const closedHat = metal(0.028, 7200, 0.2)
export const openHat = metal(0.13, 6800, 0.17)
export const ride = metal(0.42, 5200, 0.085)
export const crash = metal(0.75, 3600, 0.17)
