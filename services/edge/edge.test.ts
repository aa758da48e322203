import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileObjectStore } from '@backbeat/adapters/embedded/object-store'
import type { AudioServed } from '@backbeat/contracts/generated/events'
import type { ObjectStore } from '@backbeat/ports/object-store'
import { signUrl } from '@backbeat/runtime/signed-url'
import { quietLogger, testFolder } from '@backbeat/runtime/testing'
import { audioFiles } from './audio-files.ts'
import { chunkBytes, hotObjects } from './hot-objects.ts'

const trackId = '0123456789abcdefABCDEF'
const hourMs = 3_600_000

async function fixture(t: TestContext, bytes = randomBytes(3 * chunkBytes + 1234)) {
  const music = await testFolder(t)
  const files = fileObjectStore(await testFolder(t))
  files.mount('library/a', music)
  const file = join(music, 'song.mp3')
  await writeFile(file, bytes)
  let now = Date.now()
  const reads: string[] = []
  const objects: ObjectStore = {
    ...files,
    read(key, range) {
      reads.push(`${range?.start}-${range?.end}`)
      return files.read(key, range)
    },
  }
  const served: AudioServed[] = []
  const heard: (() => void)[] = []
  const handle = audioFiles({
    hot: hotObjects({ objects, clock: () => now, cacheBytesMax: 8 * chunkBytes }),
    secret: 'secret',
    clock: () => now,
    log: quietLogger,
    served(event) {
      served.push(event)
      for (const resolve of heard.splice(0)) resolve()
    },
  })
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const query = new URLSearchParams({ key: 'library/a/song.mp3', type: 'audio/mpeg' })
  const link = (at = `/audio/v1/files/${trackId}/original?${query}`) =>
    origin + signUrl('secret', at, now + 6 * hourMs)
  return {
    ...{ bytes, file, link, origin, reads, served, server },
    pass: (ms: number) => {
      now += ms
    },
    /** Resolves at the next event. */
    heard: () => new Promise<void>((resolve) => heard.push(resolve)),
  }
}

const bodyOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

test('a whole file comes whole, with everything a player wants to know', async (t) => {
  const { link, bytes, served, heard } = await fixture(t)
  const told = heard()
  const response = await fetch(link())
  assert.equal(response.status, 200)
  assert.ok((await bodyOf(response)).equals(bytes))
  const headers = Object.fromEntries(response.headers)
  assert.equal(headers['content-length'], String(bytes.length))
  assert.equal(headers['content-type'], 'audio/mpeg')
  assert.equal(headers['accept-ranges'], 'bytes')
  assert.match(headers['cache-control'] ?? '', /private.*immutable/)
  assert.match(headers.etag ?? '', /^"[^"]+"$/)
  assert.ok(Date.parse(headers['last-modified'] ?? ''))
  assert.equal(headers['access-control-allow-origin'], '*')
  assert.match(headers['access-control-expose-headers'] ?? '', /Content-Range/)
  await told
  assert.deepEqual(
    served.map(({ durationMs, ...event }) => ({ ...event, timed: durationMs >= 0 })),
    [
      {
        trackId,
        rendition: 'original',
        bytes: bytes.length,
        status: 200,
        rangeStart: null,
        timed: true,
      },
    ],
  )
})

const edge = chunkBytes
const ranges = [
  [0, 0],
  [0, edge - 1],
  [edge - 1, edge],
  [edge, edge],
  [edge + 7, 3 * edge + 1233],
  [2 * edge - 1, 3 * edge],
] as const
for (const [start, end] of ranges) {
  test(`bytes ${start}-${end} are exactly those`, async (t) => {
    const { link, bytes, served, heard } = await fixture(t)
    const told = heard()
    const response = await fetch(link(), { headers: { range: `bytes=${start}-${end}` } })
    assert.equal(response.status, 206)
    assert.equal(response.headers.get('content-range'), `bytes ${start}-${end}/${bytes.length}`)
    assert.equal(response.headers.get('content-length'), String(end - start + 1))
    assert.ok((await bodyOf(response)).equals(bytes.subarray(start, end + 1)))
    await told
    assert.deepEqual(
      served.map((event) => [event.status, event.bytes, event.rangeStart]),
      [[206, end - start + 1, start]],
    )
  })
}

test('HEAD has the headers of GET and no body', async (t) => {
  const { link, bytes, served, heard } = await fixture(t)
  const head = await fetch(link(), { method: 'HEAD', headers: { range: 'bytes=0-9' } })
  assert.equal(head.status, 200)
  assert.equal(head.headers.get('content-length'), String(bytes.length))
  assert.equal((await bodyOf(head)).length, 0)
  const told = heard()
  const get = await fetch(link())
  await get.arrayBuffer()
  await told
  for (const name of ['content-type', 'content-length', 'etag', 'last-modified']) {
    assert.equal(head.headers.get(name), get.headers.get(name))
  }
  assert.equal(served.length, 1)
})

test('a range behind the end is 416 with the size', async (t) => {
  const { link, bytes } = await fixture(t)
  const response = await fetch(link(), { headers: { range: `bytes=${bytes.length}-` } })
  assert.equal(response.status, 416)
  assert.equal(response.headers.get('content-range'), `bytes */${bytes.length}`)
  assert.equal((await bodyOf(response)).length, 0)
})

test('304 carries validators and no body', async (t) => {
  const { link } = await fixture(t)
  const first = await fetch(link(), { method: 'HEAD' })
  const etag = first.headers.get('etag') ?? ''
  const again = await fetch(link(), { headers: { 'if-none-match': etag } })
  assert.deepEqual([again.status, again.headers.get('etag')], [304, etag])
  assert.equal((await bodyOf(again)).length, 0)
})

test('forged, altered, expired and unsigned links are refused with a code', async (t) => {
  const { link, pass, origin } = await fixture(t)
  const good = link()
  const codeOf = async (url: string) => {
    const response = await fetch(url)
    const { code } = (await response.json()) as { code: string }
    return `${response.status} ${code}`
  }
  assert.equal(await codeOf(good.replace('/original', '/ogg-320')), '403 link-invalid')
  assert.equal(await codeOf(good.replace('song.mp3', 'other.mp3')), '403 link-invalid')
  assert.equal(await codeOf(good.replace(/exp=\d+/, 'exp=9999999999')), '403 link-invalid')
  assert.equal(await codeOf(`${good}x`), '403 link-invalid')
  assert.equal(await codeOf(good.replace(/&sig=.*/, '')), '403 link-invalid')
  assert.equal(await codeOf(`${origin}/audio/v1/files/${trackId}/original`), '403 link-invalid')
  assert.equal(await codeOf(`${origin}/audio/v1/files/../../etc/passwd?x=1`), '404 not-found')
  pass(6 * hourMs + 1000)
  assert.equal(await codeOf(good), '403 link-expired')
})

test('an object that vanished is 404', async (t) => {
  const { link, file, pass } = await fixture(t)
  assert.equal((await fetch(link(), { method: 'HEAD' })).status, 200)
  await rm(file)
  pass(1001)
  assert.equal((await fetch(link())).status, 404)
})

test('other methods are 405 and say what is allowed; a preflight is answered', async (t) => {
  const { link } = await fixture(t)
  const post = await fetch(link(), { method: 'POST' })
  assert.deepEqual([post.status, post.headers.get('allow')], [405, 'GET, HEAD, OPTIONS'])
  await post.arrayBuffer()
  const preflight = await fetch(link(), { method: 'OPTIONS' })
  assert.equal(preflight.status, 204)
  assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /Range/)
})

test('hot bytes are read once, also by many at the same time', async (t) => {
  const { link, reads, bytes } = await fixture(t)
  const url = link()
  const bodies = await Promise.all(Array.from({ length: 20 }, async () => bodyOf(await fetch(url))))
  assert.ok(bodies.every((body) => body.equals(bytes)))
  assert.deepEqual([...reads].sort(), [...new Set(reads)].sort())
})

test('a file replaced under play: new requests get the new bytes under a new tag', async (t) => {
  const { link, file, pass, bytes } = await fixture(t)
  const first = await fetch(link())
  await first.arrayBuffer()
  const old = first.headers.get('etag') ?? ''
  const replacement = randomBytes(bytes.length)
  await writeFile(file, replacement)
  pass(1001)
  const headers = { range: 'bytes=100-199', 'if-range': old }
  const second = await fetch(link(), { headers })
  assert.equal(second.status, 200)
  assert.notEqual(second.headers.get('etag'), old)
  assert.ok((await bodyOf(second)).equals(replacement))
})

test('a file replaced before its first byte is read is served as it is now', async (t) => {
  const { link, file, bytes } = await fixture(t)
  await fetch(link(), { method: 'HEAD' })
  const replacement = randomBytes(bytes.length + 5)
  await writeFile(file, replacement)
  const response = await fetch(link())
  assert.ok((await bodyOf(response)).equals(replacement))
})

test('a file replaced midway breaks the answer instead of mixing two versions', async (t) => {
  const { link, file } = await fixture(t, randomBytes(64 * chunkBytes))
  const response = await open(link())
  response.once('readable', () => response.read(1))
  await new Promise((resolve) => response.once('readable', resolve))
  await writeFile(file, randomBytes(64 * chunkBytes))
  await assert.rejects(async () => {
    for await (const _chunk of response);
  })
})

test('a client that leaves midway releases everything and is told of with what it got', async (t) => {
  const { link, served, heard, bytes, server } = await fixture(t, randomBytes(64 * chunkBytes))
  const told = heard()
  const response = await open(link())
  response.destroy()
  await told
  assert.equal(served[0]?.status, 200)
  assert.ok((served[0]?.bytes ?? bytes.length) < bytes.length)
  assert.equal(await connections(server), 0)
})

/** A response of which nothing is read yet. */
const open = (url: string) =>
  new Promise<IncomingMessage>((resolve, reject) => request(url, resolve).on('error', reject).end())

const connections = (server: ReturnType<typeof createServer>) =>
  new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)))
