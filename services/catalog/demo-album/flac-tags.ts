/** Puts Vorbis comments and a front cover into a FLAC file, in place of those that it has. */

const types = { streamInfo: 0, padding: 1, vorbisComment: 4, picture: 6 } as const
const replaced = new Set<number>([types.padding, types.vorbisComment, types.picture])
const frontCover = 3

interface Block {
  type: number
  body: Buffer
}

export type Tags = readonly (readonly [name: string, value: string])[]

export interface Cover {
  jpeg: Buffer
  size: number
}

/** The file with new tags; a name may occur several times. */
export function withTags(flac: Buffer, tags: Tags, cover: Cover): Buffer {
  if (flac.toString('latin1', 0, 4) !== 'fLaC') throw new Error('the file is no FLAC')
  const { blocks, audioAt } = readBlocks(flac)
  const kept = blocks.filter(({ type }) => !replaced.has(type))
  const all = [
    ...kept,
    { type: types.vorbisComment, body: commentsOf(tags) },
    { type: types.picture, body: pictureOf(cover) },
  ]
  const written = all.flatMap(({ type, body }, n) => {
    const head = Buffer.alloc(4)
    head.writeUInt8(type | (n === all.length - 1 ? 0x80 : 0), 0)
    head.writeUIntBE(body.length, 1, 3)
    return [head, body]
  })
  return Buffer.concat([flac.subarray(0, 4), ...written, flac.subarray(audioAt)])
}

function readBlocks(flac: Buffer): { blocks: Block[]; audioAt: number } {
  const blocks: Block[] = []
  let at = 4
  for (;;) {
    const head = flac.readUInt8(at)
    const length = flac.readUIntBE(at + 1, 3)
    blocks.push({ type: head & 0x7f, body: flac.subarray(at + 4, at + 4 + length) })
    at += 4 + length
    if (head & 0x80) return { blocks, audioAt: at }
  }
}

function commentsOf(tags: Tags): Buffer {
  const count = Buffer.alloc(4)
  count.writeUInt32LE(tags.length)
  const lines = tags.map(([name, value]) => withLength(`${name}=${value}`))
  return Buffer.concat([withLength('Backbeat'), count, ...lines])
}

function withLength(text: string): Buffer {
  const bytes = Buffer.from(text)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return Buffer.concat([length, bytes])
}

function pictureOf({ jpeg, size }: Cover): Buffer {
  const number = (value: number) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return bytes
  }
  const mime = Buffer.from('image/jpeg')
  return Buffer.concat([
    ...[number(frontCover), number(mime.length), mime, number(0)],
    ...[number(size), number(size), number(24), number(0), number(jpeg.length), jpeg],
  ])
}
