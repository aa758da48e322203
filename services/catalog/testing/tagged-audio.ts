/** Writes tags into real audio files, for tests and for the generator of music libraries: MP3, FLAC, Ogg. */
import { withOggComment } from './ogg-comment.ts'

export interface FileTags {
  /** By Vorbis comment names; several values make several tags. */
  [name: string]: string | string[]
}

export interface TagOptions {
  tags: FileTags
  /** A JPEG or PNG as front cover. */
  cover?: Buffer
}

const pairs = (tags: FileTags): [string, string][] =>
  Object.entries(tags).flatMap(([name, value]) =>
    [value].flat().map((text): [string, string] => [name, text]),
  )

const mimeOf = (picture: Buffer): string => (picture[0] === 0x89 ? 'image/png' : 'image/jpeg')

export function taggedFlac(file: Buffer, { tags, cover }: TagOptions): Buffer {
  const streamInfo = file.subarray(8, 8 + 34)
  let audioStart = 4
  for (let last = false; !last; ) {
    last = ((file[audioStart] as number) & 0x80) !== 0
    audioStart += 4 + file.readUIntBE(audioStart + 1, 3)
  }
  const blocks: [number, Buffer][] = [
    [0, streamInfo],
    [4, vorbisComment(tags)],
  ]
  if (cover) blocks.push([6, pictureBlock(cover)])
  const written = blocks.map(([type, data], index) => {
    const head = Buffer.alloc(4)
    head[0] = type | (index === blocks.length - 1 ? 0x80 : 0)
    head.writeUIntBE(data.length, 1, 3)
    return Buffer.concat([head, data])
  })
  return Buffer.concat([file.subarray(0, 4), ...written, file.subarray(audioStart)])
}

/** Ogg Vorbis and Opus. */
export function taggedOgg(file: Buffer, { tags, cover }: TagOptions): Buffer {
  const all = { ...tags }
  if (cover) all.METADATA_BLOCK_PICTURE = pictureBlock(cover).toString('base64')
  return withOggComment(file, vorbisComment(all))
}

function vorbisComment(tags: FileTags): Buffer {
  const entry = (text: string): Buffer => {
    const bytes = Buffer.from(text)
    return Buffer.concat([uint32le(bytes.length), bytes])
  }
  const entries = pairs(tags).map(([name, value]) => entry(`${name}=${value}`))
  return Buffer.concat([entry('backbeat'), uint32le(entries.length), ...entries])
}

const uint32le = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function pictureBlock(cover: Buffer): Buffer {
  const mime = Buffer.from(mimeOf(cover))
  const none = uint32(0)
  const frontCover = uint32(3)
  return Buffer.concat([
    ...[frontCover, uint32(mime.length), mime, none, none, none, none, none],
    ...[uint32(cover.length), cover],
  ])
}

const id3Frames: Record<string, string> = {
  TITLE: 'TIT2',
  ARTIST: 'TPE1',
  ALBUM: 'TALB',
  ALBUMARTIST: 'TPE2',
  TRACKNUMBER: 'TRCK',
  DISCNUMBER: 'TPOS',
  DATE: 'TDRC',
  GENRE: 'TCON',
  ISRC: 'TSRC',
  LABEL: 'TPUB',
  COMPILATION: 'TCMP',
}

export interface Id3Options extends TagOptions {
  version?: 3 | 4
  /** Lines for a SYLT frame. */
  synced?: { timeMs: number; text: string }[]
}

/** `file` without tags of its own. */
export function taggedMp3(file: Buffer, { tags, cover, version = 4, synced }: Id3Options): Buffer {
  const frames = Object.entries(tags).map(([name, value]) =>
    textFrame(name, [value].flat(), version),
  )
  if (synced) frames.push(frame('SYLT', syltBody(synced), version))
  if (cover) {
    const head = Buffer.from(`\0${mimeOf(cover)}\0\x03\0`, 'latin1')
    frames.push(frame('APIC', Buffer.concat([head, cover]), version))
  }
  const body = Buffer.concat(frames)
  const head = Buffer.from(`ID3${String.fromCharCode(version)}\0\0`, 'latin1')
  return Buffer.concat([head, syncSafe(body.length), body, file])
}

function textFrame(name: string, values: string[], version: number): Buffer {
  const utf8 = Buffer.from([3])
  if (name === 'LYRICS') {
    return frame(
      'USLT',
      Buffer.concat([utf8, Buffer.from('eng\0'), Buffer.from(values[0] ?? '')]),
      version,
    )
  }
  const id = id3Frames[name]
  const text = Buffer.from(values.join(version === 4 ? '\0' : '/'))
  if (id) return frame(id, Buffer.concat([utf8, text]), version)
  return frame('TXXX', Buffer.concat([utf8, Buffer.from(`${name}\0`), text]), version)
}

function frame(id: string, body: Buffer, version: number): Buffer {
  const size = version === 4 ? syncSafe(body.length) : uint32(body.length)
  return Buffer.concat([Buffer.from(id), size, Buffer.alloc(2), body])
}

const syncSafe = (size: number): Buffer =>
  Buffer.from([(size >> 21) & 0x7f, (size >> 14) & 0x7f, (size >> 7) & 0x7f, size & 0x7f])

function syltBody(lines: { timeMs: number; text: string }[]): Buffer {
  const head = Buffer.from('\x03eng\x02\x01\0', 'latin1')
  const entries = lines.flatMap(({ timeMs, text }) => [Buffer.from(`${text}\0`), uint32(timeMs)])
  return Buffer.concat([head, ...entries])
}
