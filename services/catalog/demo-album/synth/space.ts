/** Rooms and echoes. */
import { filter } from './shaping.ts'
import { sampleRate, type Stereo, silence } from './sound.ts'

const lines = [1117, 1327, 1559, 1801, 2081, 2399, 2731, 3079]

/** A room by eight delay lines that feed each other; `seconds` until it has faded by 60 dB. */
export function reverb(input: Stereo, seconds: number, brightness = 0.55): Stereo {
  const length = input.left.length
  const out = silence(length / sampleRate)
  const buffers = lines.map((size) => new Float32Array(size))
  const gains = lines.map((size) => 10 ** ((-3 * size) / (sampleRate * seconds)))
  const positions = new Int32Array(lines.length)
  const damped = new Float32Array(lines.length)
  const predelay = Math.round(0.018 * sampleRate)
  for (let i = predelay; i < length; i++) {
    const left = input.left[i - predelay] as number
    const right = input.right[i - predelay] as number
    let sum = 0
    for (let n = 0; n < 8; n++) {
      const read = (buffers[n] as Float32Array)[positions[n] as number] as number
      damped[n] = (damped[n] as number) + brightness * (read - (damped[n] as number))
      sum += damped[n] as number
    }
    // Householder's matrix: each line gets itself less a quarter of all, which loses nothing.
    const shared = sum / 4
    let [wetLeft, wetRight] = [0, 0]
    for (let n = 0; n < 8; n++) {
      const value = damped[n] as number
      const dry = n % 2 === 0 ? left : right
      const buffer = buffers[n] as Float32Array
      const at = positions[n] as number
      buffer[at] = (value - shared) * (gains[n] as number) + 0.35 * dry
      positions[n] = at + 1 === buffer.length ? 0 : at + 1
      if (n % 2 === 0) wetLeft += n % 4 === 0 ? value : -value
      else wetRight += n % 4 === 1 ? value : -value
    }
    out.left[i] = wetLeft
    out.right[i] = wetRight
  }
  return out
}

/** Repeats that go from side to side and grow duller. */
export function echo(input: Stereo, seconds: number, feedback = 0.42): Stereo {
  const length = input.left.length
  const out = silence(length / sampleRate)
  const delay = Math.max(1, Math.round(seconds * sampleRate))
  const [leftTone, rightTone] = [filter(3200), filter(3200)]
  for (let i = delay; i < length; i++) {
    const at = i - delay
    const mono = 0.5 * ((input.left[at] as number) + (input.right[at] as number))
    out.left[i] = leftTone.low(mono + feedback * (out.right[at] as number))
    out.right[i] = rightTone.low(feedback * (out.left[at] as number) + mono * 0.15)
  }
  return out
}
