/** What the synthesizer works with: stereo buffers at 44.1 kHz, notes, instruments that add a note to a buffer. */

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

export type Instrument = (out: Stereo, note: Note) => void

export const silence = (seconds: number): Stereo => ({
  left: new Float32Array(Math.ceil(seconds * sampleRate)),
  right: new Float32Array(Math.ceil(seconds * sampleRate)),
})

export const hertz = (pitch: number): number => 440 * 2 ** ((pitch - 69) / 12)

/** Equal power. */
export function panGains(pan = 0): [left: number, right: number] {
  const angle = ((pan + 1) * Math.PI) / 4
  return [Math.cos(angle) * Math.SQRT2 * 0.75, Math.sin(angle) * Math.SQRT2 * 0.75]
}

/**
 * Adds a mono voice to the buffer: `sample(i)` is called for each sample of the note and its release. Ends at the
 * buffer's end.
 */
export function addVoice(
  out: Stereo,
  { at, pan }: Note,
  seconds: number,
  sample: (index: number) => number,
): void {
  const start = Math.round(at * sampleRate)
  const length = Math.min(Math.round(seconds * sampleRate), out.left.length - start)
  const [toLeft, toRight] = panGains(pan)
  const { left, right } = out
  for (let i = 0; i < length; i++) {
    const value = sample(i)
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
