/** Slow and wide: pads, electric piano, harp and a flute. */

import { kick, shaker } from '../synth/drums.ts'
import { bell, electricPiano } from '../synth/keys.ts'
import { createMix } from '../synth/mix.ts'
import { arpeggio, bass, held, type Section, struck } from '../synth/parts.ts'
import { melody, notesOf, pattern } from '../synth/score.ts'
import { harp, pad } from '../synth/strings.ts'
import { flute, synthBass } from '../synth/voices.ts'
import type { Piece } from './piece.ts'

const meter = { bpm: 76, beatsPerBar: 4 }
const verse = ['Dmaj9', 'Bm9', 'Gmaj9', 'A6']
const bridge = ['Gmaj9', 'F#m7', 'Em9', 'A9']
const all: Section = {
  meter,
  chords: [...verse, ...verse, ...verse, ...bridge, 'Dmaj9', 'Bm9', 'Gmaj9', 'Dmaj9'],
  fromBar: 0,
}
const from = (bar: number, chords: readonly string[]): Section => ({ meter, chords, fromBar: bar })

const tune = [
  'F#5 1.5, E5 .5, D5 2, A5 1.5, F#5 .5, D5 2, B5 1, A5 1, F#5 2, E5 2, C#5 1, E5 1',
  'D5 1, F#5 1, A5 2, C#6 1.5, B5 .5, A5 2, G5 1, B5 1, D6 2, C#6 1.5, B5 .5, A5 2',
  'F#5 3, - 1, D5 1, E5 1, F#5 2, B4 1, D5 1, A5 2, F#5 4',
].join(',')

export const firstLight: Piece = {
  title: 'First Light',
  genres: ['Ambient', 'Downtempo'],
  bpm: meter.bpm,
  render() {
    const mix = createMix({ seconds: 67, roomSeconds: 3.4, echoSeconds: (60 / 76) * 0.75 })
    mix.play(pad, { gain: 0.75, room: 0.35 }, notesOf(meter, held(all, 62, 0.7), 0))
    const comping = [
      { at: 0, beats: 1.4, velocity: 0.5 },
      { at: 2.5, beats: 1.2, velocity: 0.36 },
    ]
    const piano = struck(from(2, all.chords.slice(2)), 65, comping)
    mix.play(electricPiano, { gain: 0.5, room: 0.3, echo: 0.1 }, notesOf(meter, piano))
    const harpLine = arpeggio(from(4, all.chords.slice(4, 19)), 69, {
      ...{ step: 0.5, order: [0, 2, 1, 3, 2, 4, 3, 5], velocity: 0.5, beats: 1.5, pans: 0.45 },
    })
    mix.play(harp, { gain: 0.5, room: 0.4, echo: 0.25 }, notesOf(meter, harpLine))
    mix.play(flute, { gain: 0.72, room: 0.5, echo: 0.12 }, notesOf(meter, melody(tune, 32, 0.62)))
    const roots = [
      { at: 0, beats: 2.4, velocity: 0.7 },
      { at: 2.5, beats: 1.3, velocity: 0.5 },
    ]
    const low = bass(from(4, all.chords.slice(4)), roots)
    mix.play(synthBass, { gain: 0.42, room: 0.05 }, notesOf(meter, low))
    const touches = melody('F#6 4, - 12, A6 4, - 12, E6 4, - 12, D6 4, - 12, F#6 4', 2, 0.4)
    mix.play(bell, { gain: 0.5, room: 0.7, echo: 0.4 }, notesOf(meter, touches))
    const beats = { fromBeat: 32, beats: 32 }
    mix.play(kick, { gain: 0.5, room: 0.05 }, notesOf(meter, pattern('x.........o.....', beats)))
    mix.play(
      shaker,
      { gain: 0.4, room: 0.15 },
      notesOf(
        meter,
        pattern('o.x.o.X.o.x.o.X.', beats).map((hit) => ({ ...hit, pan: 0.3 })),
      ),
    )
    return mix.master()
  },
}
