/** Writing music down: names of pitches and chords, melodies and drum patterns as text, beats to seconds. */
import { type Note, randomSource } from './sound.ts'

const naturals: Record<string, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 }

/** `F#4` → 66. */
export function pitch(name: string): number {
  const match = /^([A-G])([#b]?)(-?\d)$/.exec(name)
  if (!match) throw new Error(`no pitch: ${name}`)
  const shift = match[2] === '#' ? 1 : match[2] === 'b' ? -1 : 0
  return (naturals[match[1] as string] as number) + shift + 12 * (Number(match[3]) + 1)
}

const qualities: Record<string, number[]> = {
  '': [0, 4, 7],
  m: [0, 3, 7],
  '6': [0, 4, 7, 9],
  m6: [0, 3, 7, 9],
  '7': [0, 4, 7, 10],
  maj7: [0, 4, 7, 11],
  m7: [0, 3, 7, 10],
  m7b5: [0, 3, 6, 10],
  maj9: [0, 4, 7, 11, 14],
  m9: [0, 3, 7, 10, 14],
  '9': [0, 4, 7, 10, 14],
  '7b9': [0, 4, 7, 10, 13],
  add9: [0, 4, 7, 14],
  madd9: [0, 3, 7, 14],
  sus2: [0, 2, 7],
  sus4: [0, 5, 7],
}

export interface Chord {
  /** Of the bass, in the octave below middle C's. */
  root: number
  /** Above the root, in semitones. */
  intervals: readonly number[]
}

/** `F#m7`, or `D/F#` with another bass. */
export function chord(symbol: string): Chord {
  const [upper = '', bass] = symbol.split('/')
  const match = /^([A-G][#b]?)(.*)$/.exec(upper)
  const intervals = qualities[match?.[2] ?? '?']
  if (!match || !intervals) throw new Error(`no chord: ${symbol}`)
  const root = pitch(`${match[1]}3`)
  if (!bass) return { root, intervals }
  const low = pitch(`${bass}3`)
  return { root: low, intervals: intervals.map((interval) => interval + root - low) }
}

/** The chord's tones around a pitch, each moved by octaves to lie as near to it as it can; lowest first. */
export function voicing({ root, intervals }: Chord, center: number): number[] {
  const near = intervals.map((interval) => {
    const tone = root + interval
    return tone + 12 * Math.round((center - tone) / 12)
  })
  return [...new Set(near)].sort((a, b) => a - b)
}

export interface Meter {
  bpm: number
  beatsPerBar: number
  /** Where the second half of a beat falls: 0.5 is straight, 0.66 swings. */
  swing?: number
  /** Silence before the first beat. */
  leadSeconds?: number
}

/** Seconds of a beat counted from 0. */
export function timeOf({ bpm, swing = 0.5, leadSeconds = 0.1 }: Meter, beat: number): number {
  const whole = Math.floor(beat)
  const part = beat - whole
  const swung = part < 0.5 ? part * 2 * swing : swing + (part - 0.5) * 2 * (1 - swing)
  return leadSeconds + ((whole + swung) * 60) / bpm
}

interface Placed {
  beat: number
  beats: number
  pitch: number
  velocity: number
  pan?: number
}

/** Notes on the meter's grid, a few milliseconds and a shade of force off it as people play. */
export function notesOf(meter: Meter, placed: readonly Placed[], human = 0.006): Note[] {
  const random = randomSource(placed.length * 7919 + Math.round(human * 1e6) + 5)
  return placed.map(({ beat, beats, velocity, ...rest }) => {
    const at = Math.max(0, timeOf(meter, beat) + random() * human)
    const seconds = timeOf(meter, beat + beats) - timeOf(meter, beat)
    return { ...rest, at, seconds, velocity: Math.min(1, velocity * (1 + 8 * human * random())) }
  })
}

/** `D5 1, F#5 .5, - .5`: pitch and beats, one after the other; `-` rests, `!` behind the pitch accents. */
export function melody(text: string, fromBeat: number, velocity = 0.7): Placed[] {
  let beat = fromBeat
  return text.split(',').flatMap((item) => {
    const [name = '', beats = '1'] = item.trim().split(/\s+/)
    const start = beat
    beat += Number(beats)
    if (name === '-') return []
    const accent = name.endsWith('!') ? 1.2 : 1
    const placed = { beat: start, beats: Number(beats) * 0.96, velocity: velocity * accent }
    return [{ ...placed, pitch: pitch(name.replace('!', '')) }]
  })
}

/** `x..x` sixteenth by sixteenth, `X` is an accent, `o` soft; repeated over so many bars. */
export function pattern(
  text: string,
  { fromBeat, beats, step = 0.25 }: { fromBeat: number; beats: number; step?: number },
): Placed[] {
  const steps = text.replace(/[\s|]/g, '')
  const levels: Record<string, number> = { X: 1, x: 0.78, o: 0.42 }
  const count = Math.round(beats / step)
  return Array.from({ length: count }, (_, n) => ({
    beat: fromBeat + n * step,
    velocity: levels[steps[n % steps.length] as string] ?? 0,
  }))
    .filter(({ velocity }) => velocity > 0)
    .map((hit) => ({ ...hit, beats: step, pitch: 60 }))
}

export type { Placed }
