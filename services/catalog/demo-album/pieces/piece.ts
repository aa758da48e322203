/** A piece of the demo album. */
import type { Stereo } from '../synth/sound.ts'

export interface Piece {
  title: string
  genres: readonly string[]
  bpm: number
  /** Lines and the seconds at which they begin. */
  lyrics?: readonly { seconds: number; text: string }[]
  render(): Stereo
}
