/** Late, swinging and small: electric piano, walking bass, brushes. */
import { brush, closedHat, kick, ride, rim } from '../synth/drums.ts'
import { electricPiano, mallet } from '../synth/keys.ts'
import { createMix } from '../synth/mix.ts'
import { type Section, struck, walkingBass } from '../synth/parts.ts'
import { melody, notesOf, pattern } from '../synth/score.ts'
import { uprightBass } from '../synth/strings.ts'
import { flute } from '../synth/voices.ts'
import type { Piece } from './piece.ts'

const meter = { bpm: 98, beatsPerBar: 4, swing: 0.63 }
const a = ['Cm9', 'F9', 'Bbmaj9', 'Gm9']
const turn = ['Cm9', 'F9', 'Bbmaj9', 'G7b9']
const b = ['Ebmaj9', 'Dm7', 'Cm9', 'F9']
const chords = [...turn, ...a, ...turn, ...b, ...a, ...turn, 'Bbmaj9']
const from = (fromBar: number, bars: number): Section => ({
  ...{ meter, fromBar, chords: chords.slice(fromBar, fromBar + bars) },
})

const theme = [
  '- .5, G4 .5, Bb4 .5, D5 .5, Eb5 1.5, D5 .5, C5 1, A4 1, - 1, G4 .5, A4 .5',
  'D5 1.5, C5 .5, F4 1, - 1, - .5, Bb4 .5, A4 .5, Bb4 .5, D5 2',
].join(',')
const answer = [
  '- .5, Eb5 .5, D5 .5, C5 .5, G5 1.5, F5 .5, Eb5 1, C5 1, A4 .5, C5 .5, Eb5 1',
  'D5 1.5, F5 .5, A5 1, F5 1, - .5, Ab5 .5, F5 .5, D5 .5, B4 2',
].join(',')
const bridge = [
  'G5 1.5, F5 .5, D5 2, A5 1, F5 .5, D5 .5, C5 2, Bb5 1, G5 .5, Eb5 .5, D5 1, C5 1',
  'A4 .5, C5 .5, Eb5 .5, G5 .5, F5 2',
].join(',')

export const nightBus: Piece = {
  title: 'Night Bus',
  genres: ['Jazz', 'Lo-Fi'],
  bpm: meter.bpm,
  render() {
    const mix = createMix({ seconds: 64, roomSeconds: 1.3, echoSeconds: 0.42 })
    const on = (text: string, fromBar: number, bars: number, step = 0.5) =>
      notesOf(meter, pattern(text, { fromBeat: fromBar * 4, beats: bars * 4, step }), 0.007)
    const comping = [
      { at: 0, beats: 1.3, velocity: 0.55 },
      { at: 1.5, beats: 0.4, velocity: 0.45 },
      { at: 3.5, beats: 0.4, velocity: 0.38 },
    ]
    const piano = struck(from(0, 24), 63, comping)
    mix.play(electricPiano, { gain: 0.62, room: 0.2, echo: 0.04 }, notesOf(meter, piano, 0.008))
    const last = struck({ meter, fromBar: 24, chords: ['Bbmaj9'] }, 63, [
      { at: 0, beats: 4, velocity: 0.6 },
    ])
    mix.play(electricPiano, { gain: 0.62, room: 0.3 }, notesOf(meter, last))
    const walk = notesOf(meter, walkingBass(from(4, 20), 0.8), 0.008)
    mix.play(uprightBass, { gain: 1, room: 0.07 }, walk)
    const end = notesOf(meter, [{ beat: 96, beats: 4, pitch: 34, velocity: 0.8 }])
    mix.play(uprightBass, { gain: 1, room: 0.07 }, end)
    const horn = [
      ...melody(theme, 16, 0.66),
      ...melody(answer, 32, 0.7),
      ...melody(theme, 64, 0.66),
      ...melody(answer, 80, 0.6),
    ]
    mix.play(flute, { gain: 0.72, room: 0.28, echo: 0.1 }, notesOf(meter, horn, 0.01))
    const vibes = melody(bridge, 48, 0.75)
    mix.play(mallet, { gain: 0.85, room: 0.35, echo: 0.12 }, notesOf(meter, vibes, 0.008))
    mix.play(ride, { gain: 1.1, room: 0.08 }, on('x.xox.xo', 4, 20))
    mix.play(brush, { gain: 0.8, room: 0.1 }, on('o.x.o.xo', 2, 22))
    mix.play(closedHat, { gain: 0.6, room: 0.05 }, on('..x...x.', 4, 20))
    mix.play(kick, { gain: 0.42, room: 0.05 }, on('o..oo...', 4, 20))
    mix.play(rim, { gain: 0.5, room: 0.2 }, on('.......o...x....', 12, 12))
    return mix.master()
  },
}
