/** Channels with their sends, summed and mastered: one loudness for all pieces, peaks below full scale. */
import { type Instrument, type Note, playNotes, type Stereo, sampleRate, silence } from './sound.ts'
import { echo, reverb, withoutRumble } from './space.ts'

export interface ChannelSettings {
  gain: number
  /** Shares that go to the room and the echo. */
  room?: number
  echo?: number
  /** Gives way to the kick by this share. */
  ducks?: number
}

export interface MixSettings {
  seconds: number
  roomSeconds: number
  echoSeconds: number
  /** Times of the kicks that others give way to. */
  ducksAt?: readonly number[]
}

export interface Mix {
  play(instrument: Instrument, settings: ChannelSettings, notes: readonly Note[]): void
  /** The finished piece. */
  master(): Stereo
}

export function createMix(settings: MixSettings): Mix {
  const dry = silence(settings.seconds)
  const toRoom = silence(settings.seconds)
  const toEcho = silence(settings.seconds)
  const ducking = duckCurve(settings)
  return {
    play(instrument, { gain, room = 0, echo: echoed = 0, ducks = 0 }, notes) {
      const channel = silence(settings.seconds)
      playNotes(channel, instrument, notes)
      if (ducks > 0) duck(channel, ducking, ducks)
      add(dry, channel, gain)
      if (room > 0) add(toRoom, channel, gain * room)
      if (echoed > 0) add(toEcho, channel, gain * echoed)
    },
    master() {
      const echoes = echo(toEcho, settings.echoSeconds)
      add(dry, echoes, 1)
      add(toRoom, echoes, 0.3)
      add(dry, reverb(toRoom, settings.roomSeconds), 1)
      return mastered(dry)
    },
  }
}

function add(to: Stereo, from: Stereo, gain: number): void {
  for (const side of ['left', 'right'] as const) {
    const [target, source] = [to[side], from[side]]
    for (let i = 0; i < target.length; i++) {
      target[i] = (target[i] as number) + gain * (source[i] as number)
    }
  }
}

function duckCurve({ seconds, ducksAt = [] }: MixSettings): Float32Array {
  const curve = new Float32Array(Math.ceil(seconds * sampleRate))
  const length = Math.round(0.22 * sampleRate)
  for (const at of ducksAt) {
    const start = Math.round(at * sampleRate)
    for (let i = 0; i < length && start + i < curve.length; i++) {
      curve[start + i] = Math.min(1, i / 200) * (1 - i / length) ** 1.5
    }
  }
  return curve
}

function duck(channel: Stereo, curve: Float32Array, share: number): void {
  for (let i = 0; i < curve.length; i++) {
    const gain = 1 - share * (curve[i] as number)
    channel.left[i] = (channel.left[i] as number) * gain
    channel.right[i] = (channel.right[i] as number) * gain
  }
}

/** Mean level and highest peak of every piece, as shares of full scale: -17 and -1.2 dB. */
const levelWanted = 10 ** (-17 / 20)
const peakMax = 10 ** (-1.2 / 20)

function mastered(mix: Stereo): Stereo {
  withoutRumble(mix)
  const gain = levelWanted / meanLevel(mix)
  for (const side of [mix.left, mix.right]) {
    for (let i = 0; i < side.length; i++) side[i] = (side[i] as number) * gain
  }
  limit(mix)
  fade(mix)
  return mix
}

/** Of the parts that are not quiet, so that a long ending does not make the rest louder. */
function meanLevel({ left, right }: Stereo): number {
  const block = sampleRate / 2
  const powers: number[] = []
  for (let start = 0; start + block <= left.length; start += block) {
    let sum = 0
    for (let i = start; i < start + block; i++) {
      sum += (left[i] as number) ** 2 + (right[i] as number) ** 2
    }
    powers.push(sum / block / 2)
  }
  const loudest = Math.max(...powers, 1e-9)
  const counted = powers.filter((power) => power > loudest / 30)
  return Math.sqrt(counted.reduce((sum, power) => sum + power, 0) / counted.length)
}

const blockSamples = 32
/** Blocks looked ahead and back: 9 ms. */
const reach = 12

/** Turns peaks down before they come: gains by block, the least of the neighborhood, smoothed over it. */
function limit({ left, right }: Stereo): void {
  const blocks = Math.ceil(left.length / blockSamples)
  const needed = new Float32Array(blocks).fill(1)
  for (let i = 0; i < left.length; i++) {
    const peak = Math.max(Math.abs(left[i] as number), Math.abs(right[i] as number))
    const block = Math.floor(i / blockSamples)
    if (peak > peakMax) needed[block] = Math.min(needed[block] as number, peakMax / peak)
  }
  const around = (values: Float32Array, of: (part: Float32Array) => number) =>
    values.map((_, n) => of(values.subarray(Math.max(0, n - reach), n + reach + 1)))
  const least = around(needed, (part) => Math.min(...part))
  const smooth = around(least, (part) => part.reduce((sum, value) => sum + value, 0) / part.length)
  for (let i = 0; i < left.length; i++) {
    const position = i / blockSamples
    const block = Math.floor(position)
    const here = smooth[block] as number
    const gain = here + ((smooth[block + 1] ?? here) - here) * (position - block)
    left[i] = clamp((left[i] as number) * gain)
    right[i] = clamp((right[i] as number) * gain)
  }
}

/** Interpolation between two blocks may be a hair above what a peak needs. */
const clamp = (value: number): number => Math.max(-peakMax, Math.min(peakMax, value))

function fade({ left, right }: Stereo): void {
  const samples = Math.round(1.2 * sampleRate)
  for (let i = 0; i < samples; i++) {
    const at = left.length - 1 - i
    const gain = (i / samples) ** 1.5
    left[at] = (left[at] as number) * gain
    right[at] = (right[at] as number) * gain
  }
}
