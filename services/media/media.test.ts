import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileObjectStore } from '@backbeat/adapters/embedded/object-store'
import type { Manifest } from '@backbeat/contracts/api/audio'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { TrackImported } from '@backbeat/contracts/generated/events'
import type { AudioEncoder } from '@backbeat/ports/audio-encoder'
import { createMetrics } from '@backbeat/runtime/metrics'
import { verifyUrl } from '@backbeat/runtime/signed-url'
import { quietLogger, testDatabase, testFolder } from '@backbeat/runtime/testing'
import { applyCatalogEvents } from './events.ts'
import { startRenditionQueue } from './rendition-queue.ts'
import { routes } from './routes.ts'
import { media } from './service.ts'
import * as store from './store.ts'

const idOf = (n: number) => String(n).padStart(22, '0')
const now = Date.parse('2026-11-24T10:00:00Z')

const imported = (n: number, data: Partial<TrackImported> = {}, time = now) =>
  event('catalog.track-imported', time, {
    trackId: idOf(n),
    name: `Track ${n}`,
    artists: [],
    albumId: idOf(1),
    albumName: 'Album',
    albumType: 'album',
    albumArtists: [],
    coverId: null,
    genres: [],
    year: null,
    discNumber: 1,
    trackNumber: n,
    durationMs: 60_000,
    isrc: null,
    sourceKey: `library/a/${n}.flac`,
    sourceHash: `hash${n}`,
    codec: 'flac',
    container: 'flac',
    bitrateKbps: 900,
    sampleRateHz: 44_100,
    channels: 2,
    bytes: 11,
    change: 'added',
    ...data,
  })

const removed = (n: number, time = now) =>
  event('catalog.track-removed', time, { trackId: idOf(n), albumId: idOf(1), artistIds: [] })

function event<T extends string, D>(type: T, time: number, data: D) {
  const origin = {
    id: crypto.randomUUID(),
    producerId: 'test',
    epoch: 1,
    sequence: 0,
    userId: null,
  }
  return { ...origin, type, time, receivedAt: time, data, partition: 0, offset: 0 }
}

/** Writes down what it is asked for; fails on sources of that name. */
function scriptedEncoder(): AudioEncoder & { asked: string[] } {
  const asked: string[] = []
  return {
    name: 'scripted',
    asked,
    async encode(sourcePath, targetPath, target) {
      const source = (await readFile(sourcePath, 'utf8')).trim()
      asked.push(`${source} ${target.codec}-${target.bitrateKbps}`)
      if (source === 'broken') throw new BackbeatError('encode-failed', 'no audio in it')
      if (source === 'engineless') throw new BackbeatError('encoder-missing')
      await writeFile(targetPath, `${source} as ${target.codec} ${target.bitrateKbps}`)
      return { bytes: 1, samples: 1, durationMs: 1 }
    },
    close: () => Promise.resolve(),
  }
}

async function fixture(t: TestContext) {
  const { db } = await testDatabase<store.MediaTables>(t, media.migrations)
  const folder = await testFolder(t)
  const music = await testFolder(t)
  const objects = fileObjectStore(folder)
  objects.mount('library/a', music)
  const encoder = scriptedEncoder()
  const woken: string[] = []
  const app = routes({
    db,
    clock: () => now,
    log: quietLogger,
    secret: 'secret',
    encoderName: () => encoder.name,
    wake: () => woken.push('wake'),
  })
  const apply = (...events: unknown[]) =>
    db
      .transaction()
      .execute((trx) => applyCatalogEvents(trx, events as Parameters<typeof applyCatalogEvents>[1]))
  const get = async (path: string) => app.fetch(new Request(`http://media${path}`))
  const manifest = async (n: number) =>
    (await (await get(`/tracks/${idOf(n)}/manifest`)).json()) as Manifest
  /** Runs the queue until it has made or given up so many renditions. */
  const work = (count: number, background = true) =>
    new Promise<void>((resolve, reject) => {
      let left = count
      const options = { db, objects, encoder, temporaryDir: folder, log: quietLogger, workers: 1 }
      const done = () => {
        left--
        if (left === 0) queue.stop().then(resolve, reject)
      }
      const queue = startRenditionQueue({
        ...options,
        background: () => background,
        made: done,
        failed: done,
      })
    })
  return { db, objects, music, encoder, app, apply, get, manifest, work, woken }
}

test('the original is in the manifest at once, renditions once they are made', async (t) => {
  const { apply, manifest, work, music, objects } = await fixture(t)
  await writeFile(join(music, '1.flac'), 'one')
  await apply(imported(1))
  const before = await manifest(1)
  assert.deepEqual(
    before.renditions.map((r) => [r.level, r.codec, r.bytes, r.mimeType]),
    [['original', 'flac', 11, 'audio/flac']],
  )
  assert.deepEqual(before.pending, ['ogg-160', 'aac-128', 'ogg-320', 'ogg-96'])
  await work(4)
  const after = await manifest(1)
  assert.deepEqual(
    after.renditions.map((r) => [r.level, r.bitrateKbps, r.bytes]),
    [
      ['original', 900, 11],
      ['ogg-320', 320, 17],
      ['ogg-160', 160, 17],
      ['aac-128', 128, 14],
      ['ogg-96', 96, 16],
    ],
  )
  assert.deepEqual(after.pending, [])
  const bytes = await objects.read('audio/hash1/ogg-160.ogg')
  assert.equal(Buffer.from(bytes).toString(), 'one as vorbis 160')
})

test('links are signed, last at least six hours and say where the bytes are', async (t) => {
  const { apply, manifest } = await fixture(t)
  await apply(imported(1))
  const url = (await manifest(1)).renditions[0]?.url ?? ''
  verifyUrl('secret', url, now + 6 * 3_600_000 - 1000)
  assert.throws(() => verifyUrl('other', url, now), { code: 'link-invalid' })
  const parsed = new URL(url, 'http://x')
  assert.equal(parsed.pathname, `/audio/v1/files/${idOf(1)}/original`)
  assert.equal(parsed.searchParams.get('key'), 'library/a/1.flac')
})

test('a lossy source gets only levels below its bit rate, and AAC where browsers lack its codec', async (t) => {
  const { apply, manifest } = await fixture(t)
  await apply(
    imported(1, { codec: 'mp3', container: 'mp3', bitrateKbps: 160 }),
    imported(2, { codec: 'opus', container: 'ogg', bitrateKbps: 64 }),
  )
  assert.deepEqual((await manifest(1)).pending, ['aac-128', 'ogg-96'])
  assert.deepEqual((await manifest(2)).pending, ['aac-128'])
})

test('asking for a manifest puts a track first, the newest request foremost', async (t) => {
  const { apply, manifest, work, encoder, music, app, woken } = await fixture(t)
  for (const n of [1, 2, 3, 4]) await writeFile(join(music, `${n}.flac`), `s${n}`)
  await apply(...[1, 2, 3, 4].map((n) => imported(n)))
  await manifest(3)
  const response = await app.request('/prioritize', {
    method: 'POST',
    body: JSON.stringify({ trackIds: [idOf(4), idOf(2)] }),
  })
  assert.deepEqual([response.status, await response.json()], [202, { prioritized: 2 }])
  await work(12, false)
  assert.deepEqual(
    encoder.asked.filter((line) => line.endsWith('-160')).map((line) => line.slice(0, 2)),
    ['s4', 's2', 's3'],
  )
  assert.equal(woken.length, 2)
  await work(1)
  assert.equal(encoder.asked.at(-1), 's1 vorbis-160')
})

test('every track gets its first level before one gets its second', async (t) => {
  const { apply, work, encoder, music } = await fixture(t)
  for (const n of [1, 2]) await writeFile(join(music, `${n}.flac`), `s${n}`)
  await apply(imported(1), imported(2))
  await work(3)
  assert.deepEqual(encoder.asked, ['s1 vorbis-160', 's2 vorbis-160', 's1 aac-128'])
})

test('a failing file is tried three times, then listed with its reason', async (t) => {
  const { apply, work, encoder, music, get, db } = await fixture(t)
  await writeFile(join(music, '1.flac'), 'broken')
  await apply(imported(1, { codec: 'mp3', container: 'mp3', bitrateKbps: 128 }))
  const claimed = { sourceHash: 'hash1', level: 'ogg-96' as const, attempts: 0 }
  await store.retryLater(db, claimed, 0)
  await store.retryLater(db, claimed, 0)
  await work(1)
  assert.equal(encoder.asked.length, 1)
  const status = (await (await get('/status')).json()) as Record<string, unknown>
  assert.equal(status.failed, 1)
  assert.equal(status.waiting, 0)
  const [failure] = status.failures as { reason: string; level: string; trackId: string }[]
  assert.deepEqual(
    [failure?.trackId, failure?.level, failure?.reason],
    [idOf(1), 'ogg-96', 'no audio in it'],
  )
})

test('a source taken by a process that died comes back when its lease has run out', async (t) => {
  const { apply, db } = await fixture(t)
  await apply(imported(1))
  assert.equal((await store.claim(db, 'dead', { requestedOnly: false }))?.sourceHash, 'hash1')
  assert.equal(await store.claim(db, 'next', { requestedOnly: false }), null)
  await db
    .updateTable('sources')
    .set({ leased_until: new Date(0) })
    .execute()
  assert.equal((await store.claim(db, 'next', { requestedOnly: false }))?.sourceHash, 'hash1')
})

test('renditions that exist are not made again', async (t) => {
  const { apply, work, encoder, objects } = await fixture(t)
  for (const level of ['ogg-160.ogg', 'ogg-320.ogg', 'ogg-96.ogg', 'aac-128.m4a']) {
    await objects.put(`audio/hash1/${level}`, Buffer.from('made'))
  }
  await apply(imported(1))
  await work(4)
  assert.deepEqual(encoder.asked, [])
})

test('a removed track is gone, whichever of both events comes first', async (t) => {
  const { apply, get } = await fixture(t)
  await apply(imported(1, {}, now), removed(1, now + 1))
  await apply(removed(2, now + 1))
  await apply(imported(2, {}, now))
  await apply(removed(3, now))
  await apply(imported(3, {}, now + 1))
  const statuses = await Promise.all(
    [1, 2, 3].map(async (n) => (await get(`/tracks/${idOf(n)}/manifest`)).status),
  )
  assert.deepEqual(statuses, [404, 404, 200])
})

test('renditions of a source without tracks are deleted after a day', async (t) => {
  const { apply, db, objects, work, music } = await fixture(t)
  await writeFile(join(music, '1.flac'), 'one')
  await writeFile(join(music, '2.flac'), 'two')
  await apply(imported(1), imported(2, { codec: 'mp3', bitrateKbps: 128 }))
  await work(5)
  await apply(removed(1, now + 1))
  assert.equal((await store.findOrphans(db, 9)).size, 0)
  await db
    .updateTable('sources')
    .set({ orphaned_at: new Date(0) })
    .where('source_hash', '=', 'hash1')
    .execute()
  const orphans = await store.findOrphans(db, 9)
  assert.deepEqual([...(orphans.get('hash1') ?? [])].length, 4)
  for (const [hash, keys] of orphans) {
    for (const key of keys) await objects.delete(key)
    await store.deleteSource(db, hash)
  }
  assert.equal((await store.findOrphans(db, 9)).size, 0)
})

test('the service runs its queue over events and stops', async (t) => {
  const { db, objects, music, encoder } = await fixture(t)
  await writeFile(join(music, '1.flac'), 'one')
  let apply: ((trx: store.Db, events: never) => Promise<void>) | undefined
  const running = await media.start({
    ports: { objects, encoder },
    settings: { mediaPrepare: 'played', mediaWorkers: 1 },
    dataDir: await testFolder(t),
    database: () => db,
    log: quietLogger,
    metrics: createMetrics(),
    clock: () => now,
    secret: () => 'secret',
    consumers: {
      project: async (options: { apply: typeof apply }) => {
        apply = options.apply
        return { lag: async () => 0, stop: async () => undefined }
      },
    },
  } as unknown as Parameters<typeof media.start>[0])
  await db.transaction().execute((trx) => apply?.(trx, [imported(1)] as never) as Promise<void>)
  const url = `http://media/tracks/${idOf(1)}/manifest`
  const response = await running.fetch?.(new Request(url))
  assert.equal(response?.status, 200)
  while ((await store.countQueue(db)).made < 4) await new Promise(setImmediate)
  await running.stop?.()
  assert.equal(encoder.asked.length, 4)
})
