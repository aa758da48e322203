/** Bells, cymbals and high strings: what a low bit rate damages first. */
import { brush, closedHat, crash, kick, openHat, ride, rim, tom } from '../synth/drums.ts'
import { bell, electricPiano } from '../synth/keys.ts'
import { createMix } from '../synth/mix.ts'
import { arpeggio, bass, held, type Section, struck } from '../synth/parts.ts'
import { melody, notesOf, pattern } from '../synth/score.ts'
import { bowed, harp } from '../synth/strings.ts'
import { synthBass } from '../synth/voices.ts'
import type { Piece } from './piece.ts'

const meter = { bpm: 96, beatsPerBar: 4 }
const a = ['Em9', 'Cmaj9', 'Gmaj7', 'D6']
const b = ['Am9', 'Em9', 'Cmaj9', 'Bm7']
const chords = [...a, ...a, ...b, ...a, ...b, 'Em9', 'Cmaj9', 'Gmaj7', 'Em9']
const from = (fromBar: number, bars: number): Section => ({
  ...{ meter, fromBar, chords: chords.slice(fromBar, fromBar + bars) },
})

const tune = [
  'B5 1, G5 .5, F#5 .5, E5 2, G5 1, E5 .5, D5 .5, B4 2, D5 1, B5 1, F#5 2, A5 1.5, F#5 .5, E5 2',
  'C6 1, B5 1, E5 2, G5 1.5, F#5 .5, B5 2, E6 1, D6 .5, B5 .5, G5 2, F#5 1, D5 1, F#5 2',
].join(',')

export const glassHarbor: Piece = {
  title: 'Glass Harbor',
  genres: ['Electronic', 'Minimal', 'Post-Rock'],
  bpm: meter.bpm,
  render() {
    const mix = createMix({ seconds: 65, roomSeconds: 2.8, echoSeconds: (60 / 96) * 0.75 })
    const on = (text: string, fromBar: number, bars: number) =>
      notesOf(meter, pattern(text, { fromBeat: fromBar * 4, beats: bars * 4 }), 0.004)
    const chimes = arpeggio(from(0, 24), 81, {
      ...{ step: 0.5, order: [0, 3, 1, 4, 2, 5, 1, 3], velocity: 0.55, beats: 1, pans: 0.6 },
    })
    mix.play(bell, { gain: 0.55, room: 0.4, echo: 0.25 }, notesOf(meter, chimes))
    const melodies = [...melody(tune, 32, 0.75), ...melody(tune, 64, 0.7)]
    mix.play(bell, { gain: 0.7, room: 0.35, echo: 0.15 }, notesOf(meter, melodies))
    const high = held(from(4, 20), 76, 0.5)
    mix.play(bowed, { gain: 0.5, room: 0.45 }, notesOf(meter, high, 0))
    const plucks = arpeggio(from(8, 14), 74, {
      ...{ step: 0.25, order: [0, 1, 2, 3, 4, 3, 2, 1], velocity: 0.42, beats: 0.5, pans: 0.35 },
    })
    mix.play(harp, { gain: 0.5, room: 0.3, echo: 0.1 }, notesOf(meter, plucks))
    const comping = [
      { at: 0, beats: 1.8, velocity: 0.5 },
      { at: 1.75, beats: 1.5, velocity: 0.4 },
    ]
    mix.play(
      electricPiano,
      { gain: 0.4, room: 0.25 },
      notesOf(meter, struck(from(4, 20), 62, comping)),
    )
    const roots = [
      { at: 0, beats: 1.5, velocity: 0.75 },
      { at: 1.75, beats: 0.7, velocity: 0.55 },
      { at: 3, beats: 0.8, velocity: 0.6 },
    ]
    mix.play(synthBass, { gain: 0.5 }, notesOf(meter, bass(from(4, 20), roots)))
    mix.play(closedHat, { gain: 0.75, room: 0.06 }, on('xooxoxoxxooxoXox', 4, 18))
    mix.play(openHat, { gain: 0.6, room: 0.1 }, on('......x.......x.', 8, 14))
    mix.play(ride, { gain: 1, room: 0.15 }, on('x.o.x.o.x.o.xoo.', 12, 10))
    mix.play(crash, { gain: 0.9, room: 0.3 }, on('X'.padEnd(64, '.'), 8, 16))
    mix.play(kick, { gain: 0.75, room: 0.04 }, on('X......x..x.....', 8, 14))
    mix.play(rim, { gain: 0.75, room: 0.3, echo: 0.15 }, on('....x.......x..o', 8, 14))
    mix.play(brush, { gain: 0.6, room: 0.15 }, on('..o...o...o...o.', 4, 18))
    mix.play(tom, { gain: 0.7, room: 0.25 }, on('............o.xX'.padStart(64, '.'), 8, 12))
    return mix.master()
  },
}
