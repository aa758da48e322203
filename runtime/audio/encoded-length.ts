/**
 * How many samples an Ogg Vorbis, MP4 or FLAC file says it has, read from the file itself: an encoder's output is
 * judged by what players will see. Reads a few kilobytes.
 */
import { type FileHandle, open } from 'node:fs/promises'

export interface EncodedLength {
  /** Per channel. */
  samples: number
  sampleRateHz: number
  channels: number
}

type Container = 'ogg' | 'mp4' | 'flac'

/** Throws an Error that says what is missing in a file that is not whole. */
export async function encodedLength(path: string, container: Container): Promise<EncodedLength> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    if (container === 'ogg') return await oggLength(file, size)
    return await (container === 'mp4' ? mp4Length(file, size) : flacLength(file))
  } finally {
    await file.close()
  }
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

/** The last page's granule position is the number of samples; a page has at most 65,307 bytes. */
async function oggLength(file: FileHandle, size: number): Promise<EncodedLength> {
  const head = await bytesAt(file, 0, 256)
  const id = head.indexOf('\x01vorbis', 0, 'latin1')
  const tailBytes = Math.min(size, 128 * 1024)
  const tail = await bytesAt(file, size - tailBytes, tailBytes)
  const page = tail.lastIndexOf('OggS', undefined, 'latin1')
  if (id < 0 || page < 0) throw new Error('the file is no Ogg Vorbis')
  if (((tail[page + 5] ?? 0) & 4) === 0) throw new Error('the file has no last page')
  return {
    samples: Number(tail.readBigInt64LE(page + 6)),
    sampleRateHz: head.readUInt32LE(id + 12),
    channels: head[id + 11] ?? 0,
  }
}

/** STREAMINFO: 20 bits of rate, 3 of channels - 1, 5 of sample size - 1, 36 of total samples. */
async function flacLength(file: FileHandle): Promise<EncodedLength> {
  const head = await bytesAt(file, 0, 42)
  if (head.length < 42 || head.toString('latin1', 0, 4) !== 'fLaC') {
    throw new Error('the file is no FLAC')
  }
  const fields = head.readBigUInt64BE(18)
  return {
    samples: Number(fields & 0xf_ffff_ffffn),
    sampleRateHz: Number(fields >> 44n),
    channels: Number((fields >> 41n) & 7n) + 1,
  }
}

/** The edit list says what is to be heard, without the encoder's lead-in. */
async function mp4Length(file: FileHandle, size: number): Promise<EncodedLength> {
  const moov = await findMoov(file, size)
  const header = (name: string, from = 0): number => {
    const at = moov.indexOf(name, from, 'latin1')
    if (at < 0) throw new Error(`the file has no ${name}`)
    return at + 4
  }
  const movieScale = moov.readUInt32BE(header('mvhd') + 12)
  const media = header('mdhd')
  const mediaScale = moov.readUInt32BE(media + 12)
  const edit = moov.indexOf('elst', 0, 'latin1')
  const audio = header('mp4a', header('stsd'))
  const samples =
    edit < 0
      ? moov.readUInt32BE(media + 16)
      : Math.round((moov.readUInt32BE(edit + 12) * mediaScale) / movieScale)
  return { samples, sampleRateHz: mediaScale, channels: moov.readUInt16BE(audio + 16) }
}

const moovBytesMax = 64 * 1024 * 1024

async function findMoov(file: FileHandle, size: number): Promise<Buffer> {
  for (let at = 0; at + 8 <= size; ) {
    const head = await bytesAt(file, at, 16)
    const short = head.readUInt32BE(0)
    const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short
    const type = head.toString('latin1', 4, 8)
    if (type === 'moov' && length <= moovBytesMax) return await bytesAt(file, at, length)
    if (length < 8) break
    at += length
  }
  throw new Error('the file has no moov')
}
