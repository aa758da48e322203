import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openEventLog } from '@backbeat/adapters/embedded/event-log'
import { fileObjectStore } from '@backbeat/adapters/embedded/object-store'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { ObjectStore } from '@backbeat/ports/object-store'
import { testFolder } from '@backbeat/runtime/testing'
import { landed, played, startMs, testLake } from '../testing.ts'
import { commitManifest, fileKey, loadManifest } from './lake-manifest.ts'

async function open(t: TestContext) {
  const folder = await testFolder(t)
  const events = await openEventLog(join(folder, 'log'))
  return testLake(t, { events, objects: fileObjectStore(join(folder, 'objects')) })
}

const idsOf = (rows: unknown[][]): string[] => rows.map(([id]) => id as string).sort()

async function keys(objects: ObjectStore): Promise<string[]> {
  const found: string[] = []
  for await (const { key } of objects.list('lake/event=')) found.push(key)
  return found.sort()
}

test('every event lands once, in the hour of its receipt', async (t) => {
  const lake = await open(t)
  const events = Array.from({ length: 2_500 }, (_, i) =>
    played({
      userId: `listener ${i % 50}`,
      sequence: i,
      receivedAt: startMs + (i % 2) * 3_600_000,
    }),
  )
  await lake.append(events)
  const landing = await lake.start()
  await landed(landing)
  const stored = idsOf(await lake.sql('select id from TrackPlayed'))
  assert.deepEqual(stored, events.map(({ id }) => id).sort())
  const hours = await lake.sql('select dt, hour, count(*) from events group by all order by hour')
  assert.deepEqual(hours, [
    ['2026-11-24', 10, 1_250],
    ['2026-11-24', 11, 1_250],
  ])
  assert.match(
    (await keys(lake.objects))[0] as string,
    /^lake\/event=TrackPlayed\/dt=2026-11-24\/hour=10\/part-playback\.track-played-\d-\d+-\d+\.parquet$/,
  )
})

test('a crash between files and manifest leaves orphans, neither duplicates nor gaps', async (t) => {
  const lake = await open(t)
  const before = [played(), played()]
  await lake.append(before)
  const first = await lake.start()
  await landed(first)
  await first.stop()
  const after = [played(), played({ userId: 'another' })]
  await lake.append(after)
  let refusals = 0
  const refused = new Promise<void>((resolve) => {
    const broken: ObjectStore = {
      ...lake.objects,
      putIfAbsent: async () => {
        refusals++
        resolve()
        throw new BackbeatError('unavailable')
      },
    }
    void lake.start(broken)
  })
  await refused
  assert.ok(refusals > 0)
  assert.equal((await lake.sql('select count(*) from TrackPlayed'))[0]?.[0], 2)
  await lake.append([played()])
  const second = await lake.start()
  await landed(second)
  const [row] = await lake.sql('select count(*), count(distinct id) from TrackPlayed')
  assert.deepEqual(row, [5, 5])
})

test('what no manifest names is swept after a while, what one names is not', async (t) => {
  const lake = await open(t)
  const orphan = 'lake/event=TrackPlayed/dt=2026-11-24/hour=09/part-x-0-0-0.parquet'
  await lake.objects.put(orphan, Buffer.from('left by a crash'))
  await lake.append([played()])
  const landing = await lake.start()
  await landed(landing)
  assert.ok((await keys(lake.objects)).includes(orphan), 'a query may still read it')
  lake.clock.nowMs += 6 * 60_000
  await lake.append([played()])
  await landed(landing)
  lake.clock.nowMs += 6 * 60_000
  await lake.append([played()])
  await landed(landing)
  await landing.stop()
  const manifest = await loadManifest(lake.objects)
  const present = await keys(lake.objects)
  assert.ok(!present.includes(orphan))
  for (const file of manifest.files) assert.ok(present.includes(fileKey(file)))
  assert.equal((await lake.sql('select count(*) from events'))[0]?.[0], 3)
})

test('a trickle of events does not leave a file each', async (t) => {
  const lake = await open(t)
  const landing = await lake.start()
  for (let i = 0; i < 12; i++) {
    await lake.append([played({ sequence: i })])
    await landed(landing)
  }
  assert.ok(landing.manifest().files.length <= 3, `${landing.manifest().files.length} files`)
  const [row] = await lake.sql('select count(*), count(distinct id) from TrackPlayed')
  assert.deepEqual(row, [12, 12])
})

test('a writer that fell behind cannot commit, and goes on from the newest manifest', async (t) => {
  const lake = await open(t)
  await lake.append([played()])
  const one = await lake.start()
  const two = await lake.start()
  for (let i = 0; i < 3; i++) {
    await lake.append([played({ sequence: i })])
    await Promise.all([landed(one), landed(two)])
  }
  const [row] = await lake.sql('select count(*), count(distinct id) from TrackPlayed')
  assert.deepEqual(row, [4, 4])
  const manifest = await loadManifest(lake.objects)
  await assert.rejects(commitManifest(lake.objects, manifest), { code: 'conflict' })
  await assert.rejects(commitManifest(lake.objects, { ...manifest, version: 0 }), {
    code: 'conflict',
  })
})

test('an unreadable record becomes a gap that is told, and what follows lands', async (t) => {
  const lake = await open(t)
  await lake.append([played()])
  const garbage = { key: 'listener', value: Buffer.from('garbage'), timestampMs: 1 }
  await lake.events.append([{ topic: 'playback.track-played', ...garbage }])
  await lake.append([played()])
  const landing = await lake.start()
  await landed(landing)
  assert.equal((await lake.sql('select count(*) from TrackPlayed'))[0]?.[0], 2)
  const { gaps } = landing.manifest()
  assert.deepEqual(
    gaps.map(({ firstOffset, lastOffset, reason }) => [firstOffset, lastOffset, reason]),
    [[1, 1, 'event-invalid']],
  )
})

test('days that are over leave the manifest and stay in the lake', async (t) => {
  const lake = await open(t)
  await lake.append([played(), played()])
  const landing = await lake.start()
  await landed(landing)
  lake.clock.nowMs += 3 * 86_400_000
  await lake.append([played({ receivedAt: lake.clock.nowMs })])
  await landed(landing)
  const manifest = landing.manifest()
  assert.equal(manifest.files.length, 1)
  assert.deepEqual(
    manifest.days.map(({ dt, rows }) => [dt, rows]),
    [['2026-11-24', 2]],
  )
  assert.equal((await lake.sql('select count(*) from TrackPlayed'))[0]?.[0], 3)
})
