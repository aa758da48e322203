/**
 * What the synthesizer works with: stereo buffers at 44.1 kHz, notes, instruments. A timbre renders one tone into a
 * buffer of its own, in one plain loop over local numbers: that is what a JavaScript engine turns into fast code.
 */

export const sampleRate = 44_100

export interface Stereo {
  left: Float32Array
  right: Float32Array
}

export interface Note {
  /** Seconds from the start. */
  at: number
  seconds: number
  /** MIDI number; 69 is A4, 440 Hz. */
  pitch: number
  /** Above 0, at most 1. */
  velocity: number
  /** -1 is left, 1 right. Default 0. */
  pan?: number
}

/** What a timbre is asked for. */
export interface Tone {
  hertz: number
  seconds: number
  /** How hard it is struck, in eighths: it changes the color, not the level. */
  force: number
  /** Tells equal tones apart, from 0 to 3. */
  take: number
}

export type Timbre = (tone: Tone) => Float32Array

/** One timbre in its place, or two or more that sound together across the stereo image. */
export type Instrument = readonly { timbre: Timbre; pan: number }[]

export const instrument = (timbre: Timbre): Instrument => [{ timbre, pan: 0 }]

export const silence = (seconds: number): Stereo => ({
  left: new Float32Array(Math.ceil(seconds * sampleRate)),
  right: new Float32Array(Math.ceil(seconds * sampleRate)),
})

const hertz = (pitch: number): number => 440 * 2 ** ((pitch - 69) / 12)

/** Adds notes to a buffer. Equal tones are rendered once. */
export function playNotes(out: Stereo, parts: Instrument, notes: readonly Note[]): void {
  const rendered = new Map<string, Float32Array>()
  notes.forEach((note, n) => {
    const seconds = Math.round(note.seconds * 200) / 200
    const force = Math.max(1, Math.round(note.velocity * 8)) / 8
    const take = n % 4
    parts.forEach(({ timbre, pan }, part) => {
      const key = `${part} ${note.pitch} ${seconds} ${force} ${take}`
      const tone = rendered.get(key) ?? timbre({ hertz: hertz(note.pitch), seconds, force, take })
      rendered.set(key, tone)
      addTone(out, tone, note, pan)
    })
  })
}

/** Equal power; a tone that goes beyond the buffer's end is cut there. */
function addTone(out: Stereo, tone: Float32Array, note: Note, partPan: number): void {
  const start = Math.round(note.at * sampleRate)
  const length = Math.min(tone.length, out.left.length - start)
  const pan = Math.max(-1, Math.min(1, (note.pan ?? 0) + partPan))
  const angle = ((pan + 1) * Math.PI) / 4
  const toLeft = Math.cos(angle) * note.velocity
  const toRight = Math.sin(angle) * note.velocity
  const { left, right } = out
  for (let i = 0; i < length; i++) {
    const value = tone[i] as number
    left[start + i] = (left[start + i] as number) + value * toLeft
    right[start + i] = (right[start + i] as number) + value * toRight
  }
}

/** Random numbers from -1 to 1, the same ones for the same seed. */
export function randomSource(seed: number): () => number {
  let state = seed | 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state / 2 ** 31
  }
}

const noiseSamples = 2 ** 18
const noise = Float32Array.from({ length: noiseSamples }, randomSource(42))

/** White noise of this length; another stretch of it for another seed. */
export function noiseOf(length: number, seed: number): Float32Array {
  const out = new Float32Array(length)
  const offset = (seed * 7919) % noiseSamples
  for (let i = 0; i < length; i++) out[i] = noise[(i + offset) & (noiseSamples - 1)] as number
  return out
}
