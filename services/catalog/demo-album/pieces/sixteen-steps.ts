/**
 * Four on the floor at 120 beats a minute, exactly two seconds a bar: a mallet climbs one step of the scale at each bar,
 * so that after a seek the ear knows where it is.
 */
import { clap, closedHat, crash, kick, openHat, shaker } from '../synth/drums.ts'
import { mallet } from '../synth/keys.ts'
import { createMix } from '../synth/mix.ts'
import { bass, held, type Section, struck } from '../synth/parts.ts'
import { melody, notesOf, pattern, pitch, timeOf } from '../synth/score.ts'
import { pad } from '../synth/strings.ts'
import { lead, stab, synthBass } from '../synth/voices.ts'
import type { Piece } from './piece.ts'

const meter = { bpm: 120, beatsPerBar: 4, leadSeconds: 0 }
const loop = ['Am9', 'Fmaj9', 'C', 'G6']
const part = (fromBar: number, bars: number): Section => ({
  meter,
  fromBar,
  chords: Array.from({ length: bars }, (_, n) => loop[(fromBar + n) % 4] as string),
})
const scale = ['A4', 'B4', 'C5', 'D5', 'E5', 'F5', 'G5', 'A5'].map(pitch)
const kicks = [
  ...pattern('X...', { fromBeat: 0, beats: 64 }),
  ...pattern('X...', { fromBeat: 80, beats: 44 }),
]
const tune = [
  'E5 1.5, C5 .5, D5 1, E5 1, A5 1.5, G5 .5, E5 2, G5 1.5, E5 .5, D5 1, C5 1, D5 1.5, E5 .5, B4 2',
  'C5 1, E5 1, A5 1.5, B5 .5, C6 2, A5 1, F5 1, E5 1.5, G5 .5, C6 1, G5 1, B5 2, A5 .5, G5 .5, D5 1',
].join(',')

export const sixteenSteps: Piece = {
  title: 'Sixteen Steps',
  genres: ['Electronic', 'House'],
  bpm: meter.bpm,
  render() {
    const ducksAt = kicks.map(({ beat }) => timeOf(meter, beat))
    const mix = createMix({ seconds: 66, roomSeconds: 1.4, echoSeconds: 0.375, ducksAt })
    const on = (text: string, fromBeat: number, beats: number) =>
      notesOf(meter, pattern(text, { fromBeat, beats }), 0)
    mix.play(kick, { gain: 1 }, notesOf(meter, kicks, 0))
    const hats = [...on('..x.', 8, 56), ...on('..x.', 80, 44)]
    mix.play(openHat, { gain: 0.75, room: 0.05, ducks: 0.3 }, hats)
    const ticks = [...on('oxoxoxoX', 16, 48), ...on('oxoxoxoX', 80, 44)]
    mix.play(closedHat, { gain: 0.55, room: 0.04 }, ticks)
    const claps = [...on('....x...', 32, 32), ...on('....x...', 80, 44)]
    mix.play(clap, { gain: 0.8, room: 0.22 }, claps)
    mix.play(shaker, { gain: 0.4, room: 0.1 }, on('x.oxx.ox', 96, 28))
    mix.play(crash, { gain: 0.8, room: 0.2 }, on('X'.padEnd(64, '.'), 32, 96))
    const groove = [0, 0.75, 1.5, 2.5, 3.25].map((at, n) => ({
      ...{ at, beats: 0.4, velocity: n === 0 ? 0.95 : 0.75, up: n === 4 ? 12 : 0 },
    }))
    const low = [...bass(part(4, 12), groove), ...bass(part(20, 11), groove)]
    mix.play(synthBass, { gain: 0.7, ducks: 0.55 }, notesOf(meter, low, 0))
    const hits = [0.5, 1.25, 2.5, 3.75].map((at) => ({ at, beats: 0.2, velocity: 0.75 }))
    const stabs = [...struck(part(8, 8), 64, hits), ...struck(part(20, 11), 64, hits)]
    mix.play(stab, { gain: 0.55, room: 0.25, echo: 0.3, ducks: 0.4 }, notesOf(meter, stabs, 0))
    const chords = held(part(14, 18), 60, 0.65)
    mix.play(pad, { gain: 0.6, room: 0.3, ducks: 0.6 }, notesOf(meter, chords, 0))
    const steps = Array.from({ length: 32 }, (_, bar) => ({
      ...{ beat: bar * 4, beats: 1, velocity: bar % 8 === 0 ? 0.95 : 0.7 },
      pitch: scale[bar % 8] as number,
    }))
    mix.play(mallet, { gain: 0.75, room: 0.3, echo: 0.25 }, notesOf(meter, steps, 0))
    mix.play(lead, { gain: 0.42, room: 0.3, echo: 0.3 }, notesOf(meter, melody(tune, 92, 0.7), 0))
    const last = held({ meter, fromBar: 32, chords: ['Am9'] }, 60, 0.7)
    mix.play(stab, { gain: 0.6, room: 0.5, echo: 0.5 }, notesOf(meter, last, 0))
    return mix.master()
  },
}
