/** Sixteenths of a sequencer, a broad melody, a big snare. */
import { closedHat, crash, kick, openHat, snare, tom } from '../synth/drums.ts'
import { organ } from '../synth/keys.ts'
import { createMix } from '../synth/mix.ts'
import { arpeggio, bass, held, type Section } from '../synth/parts.ts'
import { melody, notesOf, pattern, timeOf } from '../synth/score.ts'
import { pad } from '../synth/strings.ts'
import { lead, sequence, synthBass } from '../synth/voices.ts'
import type { Piece } from './piece.ts'

const meter = { bpm: 108, beatsPerBar: 4 }
const a = ['Cm', 'Ab', 'Eb', 'Bb']
const b = ['Fm', 'Cm', 'Ab', 'Bb']
const chords = [...a, ...a, ...a, ...b, ...a, ...a, ...b, 'Cm']
const from = (fromBar: number, bars: number): Section => ({
  ...{ meter, fromBar, chords: chords.slice(fromBar, fromBar + bars) },
})
const kicks = pattern('X.......X.x.....', { fromBeat: 16, beats: 96 })

const tune = [
  'G5 1.5, Eb5 .5, C5 1, D5 1, Eb5 1.5, D5 .5, C5 2, Bb4 1, Eb5 1, G5 2, F5 1.5, Eb5 .5, D5 2',
  'Ab5 1.5, G5 .5, F5 1, C5 1, G5 1.5, F5 .5, Eb5 2, C5 1, Eb5 1, Ab5 1, C6 1, Bb5 2, D6 1, F5 1',
].join(',')
const high = 'C6 2, G5 1, Eb5 1, Ab5 2, C6 2, Bb5 1.5, G5 .5, Eb6 2, D6 2, Bb5 1, F5 1'

export const auroraMachine: Piece = {
  title: 'Aurora Machine',
  genres: ['Synthwave', 'Electronic'],
  bpm: meter.bpm,
  render() {
    const ducksAt = kicks.map(({ beat }) => timeOf(meter, beat))
    const sixteenth = 60 / meter.bpm / 4
    const mix = createMix({ seconds: 67, roomSeconds: 2.2, echoSeconds: sixteenth * 3, ducksAt })
    const on = (text: string, fromBar: number, bars: number) =>
      notesOf(meter, pattern(text, { fromBeat: fromBar * 4, beats: bars * 4 }), 0.002)
    const line = arpeggio(from(0, 28), 67, {
      ...{ step: 0.25, order: [0, 1, 2, 3, 2, 1, 2, 4], velocity: 0.75, beats: 0.22, pans: 0.4 },
    })
    mix.play(sequence, { gain: 0.5, room: 0.2, echo: 0.35, ducks: 0.2 }, notesOf(meter, line, 0))
    mix.play(
      pad,
      { gain: 0.75, room: 0.35, ducks: 0.3 },
      notesOf(meter, held(from(0, 29), 60, 0.7), 0),
    )
    const eighths = Array.from({ length: 8 }, (_, n) => ({
      ...{ at: n / 2, beats: 0.42, velocity: n % 2 === 0 ? 0.9 : 0.7, up: n === 7 ? 12 : 0 },
    }))
    mix.play(synthBass, { gain: 0.62, ducks: 0.35 }, notesOf(meter, bass(from(4, 24), eighths), 0))
    const sung = [...melody(tune, 32, 0.75), ...melody(high, 64, 0.8), ...melody(tune, 80, 0.75)]
    mix.play(lead, { gain: 0.5, room: 0.3, echo: 0.28 }, notesOf(meter, sung, 0.003))
    const below = melody(tune, 80, 0.4).map((note) => ({
      ...note,
      pitch: note.pitch - 12,
      pan: 0.4,
    }))
    mix.play(organ, { gain: 0.4, room: 0.3 }, notesOf(meter, below, 0.006))
    mix.play(kick, { gain: 0.95 }, notesOf(meter, kicks, 0))
    mix.play(snare, { gain: 0.95, room: 0.4 }, on('....X.......X...', 8, 20))
    mix.play(closedHat, { gain: 0.5, room: 0.05 }, on('x.o.x.o.x.o.x.oo', 4, 24))
    mix.play(openHat, { gain: 0.5, room: 0.08 }, on('..............x.', 8, 20))
    mix.play(crash, { gain: 0.85, room: 0.3 }, on('X'.padEnd(64, '.'), 8, 21))
    mix.play(tom, { gain: 0.8, room: 0.4 }, on('..........X.X.xx'.padStart(128, '.'), 4, 24))
    return mix.master()
  },
}
