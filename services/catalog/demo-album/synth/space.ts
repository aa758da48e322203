/** Rooms and echoes. */
import { filter } from './shaping.ts'
import { type Stereo, sampleRate, silence } from './sound.ts'

const lines = [1117, 1327, 1559, 1801, 2081, 2399, 2731, 3079]

/** A room by eight delay lines that feed each other; `seconds` until it has faded by 60 dB. */
export function reverb(input: Stereo, seconds: number, brightness = 0.55): Stereo {
  const { left, right } = input
  const out = silence(left.length / sampleRate)
  // One ring for all lines: each reads as far behind as it is long.
  const ring = 4096
  const memory = new Float32Array(lines.length * ring)
  const gains = Float64Array.from(lines, (size) => 10 ** ((-3 * size) / (sampleRate * seconds)))
  const delays = Int32Array.from(lines)
  const damped = new Float64Array(lines.length)
  const predelay = Math.round(0.018 * sampleRate)
  for (let i = predelay; i < left.length; i++) {
    let sum = 0
    for (let n = 0; n < 8; n++) {
      const read = memory[n * ring + ((i - (delays[n] as number)) & (ring - 1))] as number
      const value = (damped[n] as number) + brightness * (read - (damped[n] as number))
      damped[n] = value
      sum += value
    }
    // Householder's matrix: each line gets itself less a quarter of all, which loses nothing.
    const shared = sum / 4
    const dryLeft = 0.35 * (left[i - predelay] as number)
    const dryRight = 0.35 * (right[i - predelay] as number)
    const now = i & (ring - 1)
    for (let n = 0; n < 8; n += 2) {
      const even = ((damped[n] as number) - shared) * (gains[n] as number)
      const odd = ((damped[n + 1] as number) - shared) * (gains[n + 1] as number)
      memory[n * ring + now] = even + dryLeft
      memory[(n + 1) * ring + now] = odd + dryRight
    }
    out.left[i] = alternating(damped, 0)
    out.right[i] = alternating(damped, 1)
  }
  return out
}

const alternating = (d: Float64Array, from: number): number =>
  (d[from] as number) - (d[from + 2] as number) + (d[from + 4] as number) - (d[from + 6] as number)

/** Repeats that go from side to side and grow duller. */
export function echo(input: Stereo, seconds: number, feedback = 0.42): Stereo {
  const { left, right } = input
  const out = silence(left.length / sampleRate)
  const delay = Math.max(1, Math.round(seconds * sampleRate))
  let [dullLeft, dullRight] = [0, 0]
  for (let i = delay; i < left.length; i++) {
    const at = i - delay
    const mono = 0.5 * ((left[at] as number) + (right[at] as number))
    dullLeft += 0.4 * (mono + feedback * (out.right[at] as number) - dullLeft)
    dullRight += 0.4 * (0.15 * mono + feedback * (out.left[at] as number) - dullRight)
    out.left[i] = dullLeft
    out.right[i] = dullRight
  }
  return out
}

/** Takes away what loudspeakers can't play. */
export function withoutRumble({ left, right }: Stereo): void {
  filter(left, { mode: 'high', hertz: 28 })
  filter(right, { mode: 'high', hertz: 28 })
}
