/** 16-bit WAV, with noise of half a step added so that quiet endings fade instead of crackling. */
import { randomSource, type Stereo, sampleRate } from './sound.ts'

export function wavOf({ left, right }: Stereo): Buffer {
  const bytes = left.length * 4
  const file = Buffer.alloc(44 + bytes)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(36 + bytes, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(2, 22)
  file.writeUInt32LE(sampleRate, 24)
  file.writeUInt32LE(sampleRate * 4, 28)
  file.writeUInt16LE(4, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(bytes, 40)
  const random = randomSource(20_261_124)
  const samples = new Int16Array(file.buffer, file.byteOffset + 44, left.length * 2)
  for (let i = 0; i < left.length; i++) {
    samples[2 * i] = Math.round((left[i] as number) * 32_767 + 0.5 * (random() + random()))
    samples[2 * i + 1] = Math.round((right[i] as number) * 32_767 + 0.5 * (random() + random()))
  }
  return file
}
