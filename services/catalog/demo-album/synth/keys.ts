/** Keyboards: electric piano and bells by frequency modulation, an organ by drawbars. */
import { sine } from './oscillators.ts'
import { envelope, soundingSeconds } from './shaping.ts'
import { addVoice, hertz, type Instrument, sampleRate } from './sound.ts'

/** A warm tone with a tine that rings out at once; harder notes are brighter. */
export const electricPiano: Instrument = (out, note) => {
  const shape = { attack: 0.003, decay: 1.1 + (84 - note.pitch) / 50, sustain: 0, release: 0.12 }
  const level = envelope(shape, note.seconds)
  const step = hertz(note.pitch) / sampleRate
  const bright = 0.3 + note.velocity * 0.9
  let body = 1
  let tine = 1
  const bodyFall = Math.exp(-1 / (0.5 * sampleRate))
  const tineFall = Math.exp(-1 / (0.06 * sampleRate))
  addVoice(out, note, soundingSeconds(note.seconds, shape), (i) => {
    body *= bodyFall
    tine *= tineFall
    const phase = i * step
    const warm = bright * (0.12 + 0.35 * body) * sine(phase)
    const ring = 0.09 * bright * tine * sine(phase * 14)
    const tremolo = 1 - 0.06 * sine((i * 4.6) / sampleRate)
    return 0.42 * note.velocity * level(i) * tremolo * sine(phase + warm + ring)
  })
}

/** Struck metal: partials that are no harmonics, high ones dying first. */
export const bell: Instrument = (out, note) => {
  const shape = { attack: 0.001, decay: 1.4, sustain: 0, release: 0.7 }
  const level = envelope(shape, note.seconds)
  const step = hertz(note.pitch) / sampleRate
  let shimmer = 1
  const fall = Math.exp(-1 / (0.35 * sampleRate))
  addVoice(out, note, soundingSeconds(note.seconds, shape), (i) => {
    shimmer *= fall
    const phase = i * step
    const index = note.velocity * (0.08 + 0.55 * shimmer)
    const strike = sine(phase + index * sine(phase * 3.503))
    const high = 0.3 * shimmer * sine(phase * 5.43 + 0.2 * sine(phase * 8.21))
    return 0.3 * note.velocity * level(i) * (strike + high)
  })
}

/** Wood under a soft mallet: a short tone and its fourth harmonic. */
export const mallet: Instrument = (out, note) => {
  const shape = { attack: 0.002, decay: 0.32, sustain: 0, release: 0.15 }
  const level = envelope(shape, note.seconds)
  const step = hertz(note.pitch) / sampleRate
  const fall = Math.exp(-1 / (0.045 * sampleRate))
  let knock = 1
  addVoice(out, note, soundingSeconds(note.seconds, shape), (i) => {
    knock *= fall
    const phase = i * step
    const overtone = 0.45 * knock * sine(phase * 3.99)
    return 0.5 * note.velocity * level(i) * (sine(phase) + overtone)
  })
}

const drawbars: readonly (readonly [harmonic: number, level: number])[] = [
  [0.5, 0.5],
  [1, 0.8],
  [1.5, 0.35],
  [2, 0.5],
  [3, 0.25],
  [4, 0.2],
]

/** Drawbars through a slowly turning speaker. */
export const organ: Instrument = (out, note) => {
  const shape = { attack: 0.012, decay: 1, sustain: 1, release: 0.05 }
  const level = envelope(shape, note.seconds)
  const step = hertz(note.pitch) / sampleRate
  addVoice(out, note, soundingSeconds(note.seconds, shape), (i) => {
    const turn = sine((i * 0.9) / sampleRate + note.at * 0.9)
    const phase = i * step + 0.004 * turn
    let sum = 0
    for (const [harmonic, share] of drawbars) sum += share * sine(phase * harmonic)
    return 0.16 * note.velocity * level(i) * (1 + 0.18 * turn) * sum
  })
}
