/** A waltz of plucked strings with a song to it: its words come with times. */
import { brush, shaker } from '../synth/drums.ts'
import { mallet } from '../synth/keys.ts'
import { createMix } from '../synth/mix.ts'
import { arpeggio, bass, held, type Section } from '../synth/parts.ts'
import { melody, notesOf, pattern, timeOf } from '../synth/score.ts'
import { bowed, guitar, harp, uprightBass } from '../synth/strings.ts'
import { flute } from '../synth/voices.ts'
import type { Piece } from './piece.ts'

const meter = { bpm: 112, beatsPerBar: 3 }
const verse = ['G', 'D/F#', 'Em7', 'Cmaj7', 'G', 'Am7', 'D7', 'G']
const chorus = ['Em7', 'Bm7', 'Cmaj7', 'G', 'Am7', 'C6', 'Dsus4', 'D7']
const chords = ['G', 'Cmaj7', 'G', 'Dsus4', ...verse, ...verse, ...chorus, ...verse, 'G']
const from = (fromBar: number, bars: number): Section => ({
  ...{ meter, fromBar, chords: chords.slice(fromBar, fromBar + bars) },
})

const verseTune =
  'B4 1, D5 1, G5 1, F#5 2, D5 1, E5 2, G5 1, E5 3, D5 1, B4 1, D5 1, C5 2, E5 1, D5 1, C5 1, A4 1'
const chorusTune =
  'G5 2, F#5 1, D5 3, E5 1, G5 1, C6 1, B5 3, A5 2, G5 1, E5 1, G5 1, E5 1, G5 2, A5 1, C6 1, A5 1, F#5 1'

const words = [
  'Paper lanterns on the water',
  'one for every road we missed',
  'Light the small ones for your daughter',
  'set them down where current is',
  'Fold the evening in the middle',
  'crease it like a paper boat',
  'Someone answers on a fiddle',
  'someone hums the lower note',
  'Let them drift, let them glow',
  'let the river have them all',
  'Every light we let go',
  'finds a window or a wall',
  'Paper lanterns, getting smaller',
  'till the dark has room to sing',
  'Morning finds us standing taller',
  'holding on to all the string',
]

export const paperLanterns: Piece = {
  title: 'Paper Lanterns',
  genres: ['Folk', 'Acoustic'],
  bpm: meter.bpm,
  lyrics: words.map((text, n) => ({ seconds: timeOf(meter, (4 + n * 2) * 3), text })),
  render() {
    const mix = createMix({ seconds: 63, roomSeconds: 1.7, echoSeconds: (60 / 112) * 1.5 })
    const picking = arpeggio(from(0, 36), 59, {
      ...{ step: 0.5, order: [0, 2, 3, 4, 3, 2], velocity: 0.68, beats: 1.4, pans: 0.08 },
    })
    const leaning = picking.map((note) => ({ ...note, pan: (note.pan ?? 0) - 0.3 }))
    mix.play(guitar, { gain: 0.72, room: 0.2 }, notesOf(meter, leaning, 0.008))
    const second = arpeggio(from(12, 24), 71, {
      ...{ step: 1, order: [2, 0, 1], velocity: 0.5, beats: 1.6, pans: 0.1 },
    }).map((note) => ({ ...note, pan: 0.4 }))
    mix.play(harp, { gain: 0.55, room: 0.35 }, notesOf(meter, second, 0.01))
    const roots = [{ at: 0, beats: 2.6, velocity: 0.8 }]
    mix.play(uprightBass, { gain: 0.8, room: 0.06 }, notesOf(meter, bass(from(4, 32), roots)))
    const sung = [
      ...melody(`${verseTune}, B4 3`, 12, 0.62),
      ...melody(`${verseTune}, G4 3`, 36, 0.66),
      ...melody(chorusTune, 60, 0.75),
      ...melody(`${verseTune}, G4 5`, 84, 0.6),
    ]
    mix.play(flute, { gain: 0.75, room: 0.35, echo: 0.08 }, notesOf(meter, sung, 0.01))
    mix.play(bowed, { gain: 0.42, room: 0.4 }, notesOf(meter, held(from(20, 17), 62, 0.5), 0))
    const doubled = melody(chorusTune, 60, 0.35).map((note) => ({
      ...note,
      pitch: note.pitch + 12,
    }))
    mix.play(mallet, { gain: 0.5, room: 0.4 }, notesOf(meter, doubled))
    const beats = { fromBeat: 36, beats: 72, step: 1 }
    mix.play(brush, { gain: 0.7, room: 0.1 }, notesOf(meter, pattern('.xo', beats)))
    const grains = { fromBeat: 60, beats: 24, step: 0.5 }
    mix.play(shaker, { gain: 0.3, room: 0.1 }, notesOf(meter, pattern('x.oxo.', grains)))
    const last = [43, 50, 55, 59, 62, 67].map((pitch, n) => ({
      ...{ beat: 108 + n * 0.08, beats: 5, pitch, velocity: 0.6, pan: -0.3 + n * 0.1 },
    }))
    mix.play(guitar, { gain: 0.7, room: 0.3 }, notesOf(meter, last))
    return mix.master()
  },
}
