/** Keyboards: electric piano and bells by frequency modulation, wood under mallets, an organ by drawbars. */
import { sine } from './oscillators.ts'
import { envelope, fallOf } from './shaping.ts'
import { instrument, sampleRate, type Timbre } from './sound.ts'

/** A warm tone with a tine that rings out at once; harder notes are brighter. */
const electricPianoTone: Timbre = ({ hertz, seconds, force }) => {
  const decay = Math.max(0.5, 2.2 - hertz / 900)
  const out = envelope({ attack: 0.003, decay, sustain: 0, release: 0.12 }, seconds)
  const step = hertz / sampleRate
  const bright = 0.3 + force * 0.9
  const [bodyFall, tineFall] = [fallOf(0.5), fallOf(0.06)]
  let [body, tine] = [1, 1]
  for (let i = 0; i < out.length; i++) {
    body *= bodyFall
    tine *= tineFall
    const phase = i * step
    const warm = bright * (0.12 + 0.35 * body) * sine(phase)
    const ring = 0.09 * bright * tine * sine(phase * 14)
    const tremolo = 1 - 0.06 * sine((i * 4.6) / sampleRate)
    out[i] = 0.42 * (out[i] as number) * tremolo * sine(phase + warm + ring)
  }
  return out
}

/** Struck metal: partials that are no harmonics, high ones dying first. */
const bellTone: Timbre = ({ hertz, seconds, force }) => {
  const out = envelope({ attack: 0.001, decay: 1.4, sustain: 0, release: 0.7 }, seconds)
  const step = hertz / sampleRate
  const fall = fallOf(0.35)
  let shimmer = 1
  for (let i = 0; i < out.length; i++) {
    shimmer *= fall
    const phase = i * step
    const index = force * (0.08 + 0.55 * shimmer)
    const strike = sine(phase + index * sine(phase * 3.503))
    const high = 0.3 * shimmer * sine(phase * 5.43 + 0.2 * sine(phase * 8.21))
    out[i] = 0.3 * (out[i] as number) * (strike + high)
  }
  return out
}

/** Wood under a soft mallet: a short tone and its fourth harmonic. */
const malletTone: Timbre = ({ hertz, seconds }) => {
  const out = envelope({ attack: 0.002, decay: 0.32, sustain: 0, release: 0.15 }, seconds)
  const step = hertz / sampleRate
  const fall = fallOf(0.045)
  let knock = 1
  for (let i = 0; i < out.length; i++) {
    knock *= fall
    const phase = i * step
    out[i] = 0.5 * (out[i] as number) * (sine(phase) + 0.45 * knock * sine(phase * 3.99))
  }
  return out
}

/** Drawbars through a slowly turning speaker. */
const organTone: Timbre = ({ hertz, seconds }) => {
  const out = envelope({ attack: 0.012, decay: 1, sustain: 1, release: 0.05 }, seconds)
  const step = hertz / sampleRate
  for (let i = 0; i < out.length; i++) {
    const turn = sine((i * 0.9) / sampleRate)
    const phase = i * step + 0.004 * turn
    const low = 0.5 * sine(phase * 0.5) + 0.8 * sine(phase) + 0.35 * sine(phase * 1.5)
    const high = 0.5 * sine(phase * 2) + 0.25 * sine(phase * 3) + 0.2 * sine(phase * 4)
    out[i] = 0.16 * (out[i] as number) * (1 + 0.18 * turn) * (low + high)
  }
  return out
}

export const electricPiano = instrument(electricPianoTone)
export const bell = instrument(bellTone)
export const mallet = instrument(malletTone)
export const organ = instrument(organTone)
