/** Accompaniment from a row of chords: held voicings, arpeggios, bass lines. One chord a bar. */
import { type Chord, chord, type Meter, type Placed, voicing } from './score.ts'

export interface Section {
  meter: Meter
  /** Symbols, bar by bar. */
  chords: readonly string[]
  fromBar: number
}

const barsOf = ({ meter, chords, fromBar }: Section) =>
  chords.map((symbol, n) => ({
    chord: chord(symbol),
    next: chord(chords[(n + 1) % chords.length] as string),
    beat: (fromBar + n) * meter.beatsPerBar,
    beats: meter.beatsPerBar,
  }))

/** Each chord once a bar, as long as the bar; neighbors lie close to each other. */
export const held = (section: Section, center: number, velocity: number): Placed[] =>
  barsOf(section).flatMap(({ chord, beat, beats }) =>
    voicing(chord, center).map((pitch) => ({ beat, beats, pitch, velocity })),
  )

/** Each chord at these beats of the bar. */
export const struck = (
  section: Section,
  center: number,
  hits: readonly { at: number; beats: number; velocity: number }[],
): Placed[] =>
  barsOf(section).flatMap(({ chord, beat }) =>
    hits.flatMap(({ at, beats, velocity }) =>
      voicing(chord, center).map((pitch, n) => ({
        // Fingers do not come down all at once.
        ...{ beat: beat + at + n * 0.012, beats, pitch, velocity },
        pan: (n - 1.5) * 0.12,
      })),
    ),
  )

export interface Arpeggio {
  /** Beats between tones. */
  step: number
  /** Which tone of the voicing each step plays; beyond its top an octave higher. */
  order: readonly number[]
  velocity: number
  /** How long a tone is held, in beats. */
  beats: number
  pans?: number
}

export const arpeggio = (section: Section, center: number, options: Arpeggio): Placed[] =>
  barsOf(section).flatMap(({ chord, beat, beats }) => {
    const tones = voicing(chord, center)
    return Array.from({ length: Math.round(beats / options.step) }, (_, n) => {
      const index = options.order[n % options.order.length] as number
      const octave = Math.floor(index / tones.length)
      return {
        beat: beat + n * options.step,
        beats: options.beats,
        pitch: (tones[index % tones.length] as number) + 12 * octave,
        velocity: options.velocity * (n % 4 === 0 ? 1 : 0.78),
        pan: (options.pans ?? 0) * (n % 2 === 0 ? -1 : 1),
      }
    })
  })

/** The bass tone at these beats of the bar; `up` adds semitones. */
export const bass = (
  section: Section,
  hits: readonly { at: number; beats: number; velocity: number; up?: number }[],
  lowest = 28,
): Placed[] =>
  barsOf(section).flatMap(({ chord, beat }) =>
    hits.map(({ at, beats, velocity, up = 0 }) => ({
      ...{ beat: beat + at, beats, velocity },
      pitch: bassPitch(chord, lowest) + up,
    })),
  )

/** Root, third or fifth, fifth or seventh, and a step that leads to the next root. */
export const walkingBass = (section: Section, velocity: number): Placed[] =>
  barsOf(section).flatMap(({ chord, next, beat }, bar) => {
    const root = bassPitch(chord, 29)
    const target = bassPitch(next, 29)
    const [, third = 4, fifth = 7, seventh = 10] = chord.intervals
    const middle = bar % 2 === 0 ? [third, fifth] : [fifth, seventh - 12 * (root > 36 ? 1 : 0)]
    const approach = target > root ? target - 1 : target + 1
    const line = [root, root + (middle[0] as number), root + (middle[1] as number), approach]
    return line.map((pitch, n) => ({
      ...{ beat: beat + n, beats: 0.92, pitch },
      velocity: velocity * (n % 2 === 0 ? 1 : 0.88),
    }))
  })

const bassPitch = ({ root }: Chord, lowest: number): number => {
  let pitch = root - 12
  while (pitch >= lowest + 12) pitch -= 12
  while (pitch < lowest) pitch += 12
  return pitch
}
