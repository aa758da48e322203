/**
 * A small music folder with names, covers and tones of its own: enough to look at, quick to import. Files are WAV with an
 * ID3 chunk, so that nothing has to be encoded.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { taggedMp3 } from '../../services/catalog/testing/tagged-audio.ts'
import { type CoverStyle, paintCover } from './sample-cover.ts'

export interface SampleAlbum {
  name: string
  artist: string
  year: number
  genre: string
  cover: CoverStyle | null
  tracks: string[]
}

export interface SampleOptions {
  albums: readonly SampleAlbum[]
  /** Length of each track; the audio is a tone of 4 kHz sampling. */
  secondsOf: (album: number, track: number) => number
}

const sampleRate = 4000

export async function writeSampleLibrary(
  folder: string,
  { albums, secondsOf }: SampleOptions,
): Promise<void> {
  for (const [number, album] of albums.entries()) {
    const directory = join(folder, album.artist, album.name)
    await mkdir(directory, { recursive: true })
    if (album.cover) await writeFile(join(directory, 'cover.png'), paintCover(album.cover))
    for (const [index, title] of album.tracks.entries()) {
      const pcm = tone(110 + number * 23 + index * 7, secondsOf(number, index))
      const file = `${String(index + 1).padStart(2, '0')} ${title}.wav`
      await writeFile(join(directory, file), taggedWav(pcm, tagsOf(album, index)))
    }
  }
}

function tagsOf(album: SampleAlbum, index: number) {
  return {
    TITLE: album.tracks[index] ?? '',
    ARTIST: album.artist,
    ALBUMARTIST: album.artist,
    ALBUM: album.name,
    TRACKNUMBER: `${index + 1}/${album.tracks.length}`,
    DATE: String(album.year),
    GENRE: album.genre,
  }
}

/** Eight bits, one channel: a soft tone that swells every second. */
function tone(hertz: number, seconds: number): Buffer {
  const pcm = Buffer.alloc(Math.round(sampleRate * seconds))
  for (let at = 0; at < pcm.length; at++) {
    const time = at / sampleRate
    const swell = 0.3 + 0.3 * Math.sin(Math.PI * time) ** 2
    pcm[at] = 128 + Math.round(100 * swell * Math.sin(2 * Math.PI * hertz * time))
  }
  return pcm
}

function taggedWav(pcm: Buffer, tags: Record<string, string>): Buffer {
  const format = Buffer.alloc(16)
  format.writeUInt16LE(1, 0)
  format.writeUInt16LE(1, 2)
  format.writeUInt32LE(sampleRate, 4)
  format.writeUInt32LE(sampleRate, 8)
  format.writeUInt16LE(1, 12)
  format.writeUInt16LE(8, 14)
  const id3 = taggedMp3(Buffer.alloc(0), { tags, version: 3 })
  const chunks = Buffer.concat([chunk('fmt ', format), chunk('data', pcm), chunk('id3 ', id3)])
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), chunks]))
}

function chunk(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 0, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}
