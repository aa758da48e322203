/** Replaces the comment packet of an Ogg Vorbis or Opus file; pages after it are renumbered where needed. */

interface Page {
  head: Buffer
  segments: Buffer
  body: Buffer
}

export function withOggComment(file: Buffer, comment: Buffer): Buffer {
  const pages = pagesOf(file)
  const opus = (pages[0] as Page).body.toString('latin1', 0, 8) === 'OpusHead'
  const headerPackets = opus ? 1 : 2
  const { packets, next } = firstPackets(pages.slice(1), headerPackets)
  const magic = Buffer.from(opus ? 'OpusTags' : '\x03vorbis', 'latin1')
  // Vorbis ends the comment with a framing bit.
  packets[0] = Buffer.concat([magic, comment, ...(opus ? [] : [Buffer.from([1])])])
  const first = pages[0] as Page
  const headers = paginate(packets, first.head.readUInt32LE(14))
  const shift = headers.length - next
  const audio = pages.slice(1 + next)
  if (shift !== 0) {
    for (const { head } of audio) head.writeUInt32LE(head.readUInt32LE(18) + shift, 18)
    for (const page of audio) sign(page)
  }
  return Buffer.concat(
    [first, ...headers, ...audio].flatMap(({ head, segments, body }) => [head, segments, body]),
  )
}

/** Changes a byte of the last page that holds audio, with its checksum. */
export function alterLastOggPage(file: Buffer, value: number): void {
  const page = pagesOf(file).findLast(({ body }) => body.length > 8) as Page
  page.body.writeUInt32LE(value >>> 0, page.body.length - 4)
  sign(page)
}

/** Views into the file. */
function pagesOf(file: Buffer): Page[] {
  const pages: Page[] = []
  for (let at = 0; at + 27 <= file.length; ) {
    const head = file.subarray(at, at + 27)
    const segments = file.subarray(at + 27, at + 27 + (head[26] as number))
    const start = at + 27 + segments.length
    const body = file.subarray(start, start + segments.reduce((sum, size) => sum + size, 0))
    pages.push({ head, segments, body })
    at = start + body.length
  }
  return pages
}

/** The first packets and after how many pages the next one begins. */
function firstPackets(pages: Page[], count: number): { packets: Buffer[]; next: number } {
  const packets: Buffer[] = []
  let parts: Buffer[] = []
  for (const [index, { segments, body }] of pages.entries()) {
    let at = 0
    for (const size of segments) {
      parts.push(body.subarray(at, at + size))
      at += size
      if (size === 255) continue
      packets.push(Buffer.concat(parts))
      parts = []
    }
    if (packets.length >= count) return { packets, next: index + 1 }
  }
  throw new Error('the Ogg file ends within its headers')
}

function paginate(packets: Buffer[], serial: number): Page[] {
  const pieces: { size: number; data: Buffer; continued: boolean }[] = []
  for (const packet of packets) {
    for (let at = 0; ; at += 255) {
      const data = packet.subarray(at, at + 255)
      pieces.push({ size: data.length, data, continued: at > 0 })
      if (data.length < 255) break
    }
  }
  const pages: Page[] = []
  for (let at = 0; at < pieces.length; at += 255) {
    const part = pieces.slice(at, at + 255)
    const head = Buffer.alloc(27)
    head.write('OggS', 'latin1')
    head[5] = part[0]?.continued ? 1 : 0
    head.writeUInt32LE(serial, 14)
    head.writeUInt32LE(pages.length + 1, 18)
    head[26] = part.length
    const page = {
      head,
      segments: Buffer.from(part.map(({ size }) => size)),
      body: Buffer.concat(part.map(({ data }) => data)),
    }
    pages.push(sign(page))
  }
  return pages
}

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24
  for (let bit = 0; bit < 8; bit++)
    value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1
  return value >>> 0
})

/** Ogg's CRC-32: not reflected, without inversion, over the page with a checksum of zero. */
function sign(page: Page): Page {
  page.head.writeUInt32LE(0, 22)
  let crc = 0
  for (const part of [page.head, page.segments, page.body]) {
    for (const byte of part)
      crc = ((crc << 8) ^ (table[((crc >>> 24) ^ byte) & 0xff] as number)) >>> 0
  }
  page.head.writeUInt32LE(crc, 22)
  return page
}
