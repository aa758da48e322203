import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openEventLog } from '@backbeat/adapters/embedded/event-log'
import { fileObjectStore } from '@backbeat/adapters/embedded/object-store'
import type { Event } from '@backbeat/contracts/envelope'
import { eventTypes } from '@backbeat/contracts/generated/events'
import { quietLogger, testFolder } from '@backbeat/runtime/testing'
import { openLake } from './lake-query.ts'
import { analyticsRoutes } from './routes.ts'
import { landed, played, startMs, testLake } from './testing.ts'

async function open(t: TestContext) {
  const folder = await testFolder(t)
  const events = await openEventLog(join(folder, 'log'))
  return testLake(t, { events, objects: fileObjectStore(join(folder, 'objects')) })
}

test('an empty lake has a view for every type, and no rows', async (t) => {
  const lake = await openLake(fileObjectStore(await testFolder(t)))
  t.after(() => lake.close())
  for (const { name } of Object.values(eventTypes)) {
    const { columns, rows } = await lake.query(`select * from ${name}`)
    assert.deepEqual(rows, [])
    assert.deepEqual(columns.slice(0, 3), ['id', 'time', 'receivedAt'])
  }
  assert.deepEqual((await lake.query('select count(*) from events')).rows, [[0]])
  await assert.rejects(lake.query('select nothing from nowhere'), /nowhere/)
})

test('columns hold what the event held, lists and records too', async (t) => {
  const lake = await open(t)
  const imported: Event<'catalog.track-imported'> = {
    id: '4fb1ad4b-3f5e-4b55-9d6c-0d3a8f7a1b11',
    type: 'catalog.track-imported',
    time: startMs - 5,
    receivedAt: startMs,
    producerId: 'catalog@host',
    epoch: 3,
    sequence: 2 ** 40,
    userId: null,
    data: {
      trackId: 'T',
      name: 'Jóga ☃',
      artists: [
        { id: '1', name: 'Björk' },
        { id: '2', name: 'Other' },
      ],
      albumId: 'A',
      albumName: 'Homogenic',
      albumType: 'album',
      albumArtists: [],
      coverId: null,
      genres: ['art pop', 'electronic'],
      year: 1997,
      discNumber: 1,
      trackNumber: 2,
      durationMs: 305_000,
      isrc: null,
      sourceKey: 'library/f/x.ogg',
      sourceHash: 'hash',
      codec: 'vorbis',
      container: 'ogg',
      bitrateKbps: 160,
      sampleRateHz: 44_100,
      channels: 2,
      bytes: 5_000_000_000,
      change: 'added',
    },
  }
  await lake.append([imported])
  const landing = await lake.start()
  await landed(landing)
  const [row] = await lake.sql(
    'select time, epoch, sequence, userId, name, artists, albumArtists, genres, year, isrc, bytes, dt, hour from TrackImported',
  )
  assert.deepEqual(row, [
    new Date(startMs - 5).toISOString(),
    3,
    2 ** 40,
    null,
    'Jóga ☃',
    imported.data.artists,
    [],
    ['art pop', 'electronic'],
    1997,
    null,
    5_000_000_000,
    '2026-11-24',
    10,
  ])
  const [types] = await lake.sql(
    'select typeof(time), typeof(genres), typeof(artists) from TrackImported',
  )
  assert.deepEqual(types, ['TIMESTAMP', 'VARCHAR[]', 'STRUCT(id VARCHAR, "name" VARCHAR)[]'])
})

test('the status tells files, rows, bytes and the lag of each topic', async (t) => {
  const lake = await open(t)
  await lake.append([played(), played()])
  const landing = await lake.start()
  await landed(landing)
  const response = await analyticsRoutes(landing, quietLogger).request('/lake/status')
  const status = (await response.json()) as Record<string, unknown>
  assert.equal(status.rows, 2)
  assert.equal(status.files, 1)
  assert.ok((status.bytes as number) > 0)
  assert.equal((status.lag as Record<string, number>)['playback.track-played'], 0)
  assert.deepEqual(status.gaps, [])
})
