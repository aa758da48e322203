/**
 * Music libraries to measure with: five seconds of real audio a file, with tags, covers and some audio bytes of its own.
 * They follow from a seed.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { chooseEncoder } from '@backbeat/adapters/audio-encoder-choice'
import { quietLogger } from '@backbeat/runtime/testing'
import { alterLastOggPage } from '../services/catalog/testing/ogg-comment.ts'
import {
  type FileTags,
  taggedFlac,
  taggedMp3,
  taggedOgg,
} from '../services/catalog/testing/tagged-audio.ts'

export interface LibrarySize {
  tracks: number
  albums: number
  artists: number
}

export interface LibraryOptions extends LibrarySize {
  directory: string
  say(text: string): void
  seed?: number
}

export const usualSize: LibrarySize = { tracks: 20_000, albums: 2_000, artists: 800 }

/** The library's folder; made if it is not there already in this size. */
export async function musicLibrary(options: LibraryOptions): Promise<string> {
  const { tracks, albums, artists, directory, say, seed = 1 } = options
  const folder = join(directory, `library-${tracks}-${albums}-${artists}-${seed}`)
  const complete = join(folder, '.complete')
  if (existsSync(complete)) return folder
  say(`making a library of ${tracks} tracks in ${folder}`)
  rmSync(folder, { recursive: true, force: true })
  const templates = await audioTemplates()
  for (const album of albumsOf(options)) writeAlbum(folder, album, templates)
  writeFileSync(complete, '')
  return folder
}

export interface AlbumPlan {
  name: string
  artist: string
  year: number
  genre: string
  number: number
  tracks: string[]
}

const genres =
  'Rock,Jazz,Electronic,Folk,Classical,Hip Hop,Ambient,Soul,Metal,Blues,Pop,Reggae'.split(',')
const words = (
  'amber,anchor,april,arrow,ashes,autumn,avenue,balcony,basement,beacon,bell,birch,blue,bone,border,branch,bridge,' +
  'candle,canyon,cedar,circle,city,cloud,coast,copper,corner,crow,crystal,dawn,delta,desert,diamond,distance,door,' +
  'dream,dust,echo,ember,empire,engine,evening,falcon,feather,fever,field,fire,flood,forest,fortune,garden,ghost,' +
  'glass,gold,gravity,green,harbor,heart,hollow,honey,horizon,hour,house,ice,iron,island,ivory,jungle,junction,king,' +
  'lantern,letter,light,lily,machine,magnet,maple,marble,meadow,mercury,midnight,mirror,moon,morning,mountain,night,' +
  'north,ocean,orchard,paper,parade,pearl,pilot,pine,planet,prairie,queen,quiet,radio,rain,raven,red,river,road,rose,' +
  'sail,salt,sand,satellite,season,shadow,shelter,signal,silver,sister,sky,sleep,smoke,snow,song,south,spark,spring,' +
  'star,station,stone,storm,stranger,street,summer,sun,swallow,temple,thunder,tide,tiger,tower,train,valley,velvet,' +
  'violet,voice,wagon,water,wave,west,whisper,wild,willow,wind,window,winter,wolf,wood,yellow,youth,zenith,zero'
).split(',')

/** The albums of a library of this size; the same for the same seed. */
export function* albumsOf({
  tracks,
  albums,
  artists,
  seed = 1,
}: LibrarySize & { seed?: number }): Generator<AlbumPlan> {
  const random = randomOf(seed)
  const word = () => words[Math.floor(random() * words.length)] as string
  const name = (count: number) =>
    Array.from({ length: count }, word)
      .map((text) => text[0]?.toUpperCase() + text.slice(1))
      .join(' ')
  const artistNames = Array.from({ length: artists }, (_, index) => `${name(2)} ${index}`)
  const perAlbum = Math.ceil(tracks / albums)
  for (let number = 0, left = tracks; left > 0; number++, left -= perAlbum) {
    yield {
      number,
      name: name(1 + Math.floor(random() * 3)),
      artist: artistNames[number % artists] as string,
      year: 1960 + Math.floor(random() * 65),
      genre: genres[Math.floor(random() * genres.length)] as string,
      tracks: Array.from({ length: Math.min(left, perAlbum) }, () =>
        name(1 + Math.floor(random() * 4)),
      ),
    }
  }
}

/** Mulberry32: small, fast, and good enough for names. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const formats = ['ogg', 'flac', 'mp3'] as const
type Templates = Record<(typeof formats)[number], Buffer>

function writeAlbum(folder: string, album: AlbumPlan, templates: Templates): void {
  const format = formats[album.number % formats.length] as (typeof formats)[number]
  const directory = join(folder, album.artist, `${album.name} (${album.number})`)
  mkdirSync(directory, { recursive: true })
  const cover = coverOf(album.number)
  // A third of the albums carry their cover in each file, the others beside them.
  if (format !== 'mp3') writeFileSync(join(directory, 'cover.png'), cover)
  for (const [index, title] of album.tracks.entries()) {
    const number = index + 1
    const tags: FileTags = {
      TITLE: title,
      ARTIST: album.artist,
      ALBUMARTIST: album.artist,
      ALBUM: album.name,
      TRACKNUMBER: `${number}/${album.tracks.length}`,
      DATE: String(album.year),
      GENRE: album.genre,
    }
    const distinct = album.number * 1000 + number
    const bytes = trackBytes(format, templates[format], { tags, cover, distinct })
    writeFileSync(join(directory, `${String(number).padStart(2, '0')} - ${title}.${format}`), bytes)
  }
}

interface TrackParts {
  tags: FileTags
  cover: Buffer
  /** Makes the audio of each file differ. */
  distinct: number
}

function trackBytes(
  format: keyof Templates,
  template: Buffer,
  { tags, cover, distinct }: TrackParts,
): Buffer {
  if (format === 'ogg') {
    const bytes = taggedOgg(template, { tags })
    alterLastOggPage(bytes, distinct)
    return bytes
  }
  const bytes =
    format === 'mp3' ? taggedMp3(template, { tags, cover }) : taggedFlac(template, { tags })
  bytes.writeUInt32LE(distinct, bytes.length - 8)
  return bytes
}

/** 96 × 96 pixels of noise as PNG: 28 KB. */
export function coverOf(number: number): Buffer {
  const side = 96
  const random = randomOf(number)
  const rows = Buffer.alloc(side * (1 + side * 3))
  for (let at = 0; at < rows.length; at++) if (at % (1 + side * 3)) rows[at] = random() * 256
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 2], 8)
  const chunks = [
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows, { level: 1 })),
    pngChunk('IEND'),
  ]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks])
}

function pngChunk(type: string, data = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** About 250 KB of each format: noise over a tone, five seconds. */
async function audioTemplates(): Promise<Templates> {
  const folder = await mkdtemp(join(tmpdir(), 'backbeat-bench-'))
  const encoder = chooseEncoder({ log: quietLogger })
  // The encoder's own process keeps nobody alive.
  const awake = setInterval(() => undefined, 1000)
  try {
    const wav = join(folder, 'noise.wav')
    writeFileSync(wav, noiseWav())
    const encode = async (codec: 'vorbis' | 'flac', container: 'ogg' | 'flac') => {
      const target = join(folder, `noise.${container}`)
      await encoder.encode(wav, target, {
        codec,
        container,
        bitrateKbps: 320,
        sampleRateHz: 44_100,
      })
      return readFileSync(target)
    }
    return {
      ogg: await encode('vorbis', 'ogg'),
      flac: await encode('flac', 'flac'),
      mp3: silentMp3(),
    }
  } finally {
    await encoder.close()
    clearInterval(awake)
    await rm(folder, { recursive: true })
  }
}

function noiseWav(): Buffer {
  const rate = 44_100
  const frames = rate * 5
  const wav = Buffer.alloc(44 + frames * 4)
  wav.write('RIFF', 0, 'latin1')
  wav.writeUInt32LE(wav.length - 8, 4)
  wav.write('WAVEfmt ', 8, 'latin1')
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(2, 22)
  wav.writeUInt32LE(rate, 24)
  wav.writeUInt32LE(rate * 4, 28)
  wav.writeUInt16LE(4, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36, 'latin1')
  wav.writeUInt32LE(frames * 4, 40)
  const random = randomOf(7)
  for (let frame = 0; frame < frames; frame++) {
    const tone = Math.sin((frame * 2 * Math.PI * 220) / rate) * 2000
    // So loud a noise that FLAC comes to about 250 KB.
    for (const channel of [0, 2])
      wav.writeInt16LE(Math.round(tone + (random() - 0.5) * 24), 44 + frame * 4 + channel)
  }
  return wav
}

/** Layer III frames of 320 kbps that decode to silence: empty granules, the rest filled with noise. */
function silentMp3(): Buffer {
  const random = randomOf(9)
  const frame = Buffer.alloc(1044)
  for (let at = 36; at < frame.length; at++) frame[at] = random() * 255
  frame.set([0xff, 0xfb, 0xe0, 0xc0])
  return Buffer.concat(Array.from({ length: 192 }, () => frame))
}
