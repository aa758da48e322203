import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { testFolder } from '@backbeat/runtime/testing'
import { IdFilter } from './event-log-id-filter.ts'
import { IdJournal, idOf, openSeenIds } from './event-log-seen-ids.ts'
import { openLogStore } from './event-log-store.ts'

const idsPerRun = 1_000
const dayMs = 86_400_000
const startMs = 1_795_500_000_000

/** Ids in groups as the log writes them, with few ids a run. */
async function open(t: TestContext) {
  const dir = await testFolder(t)
  let store = await openLogStore(dir)
  let seen = openSeenIds(store.eventIds, idsPerRun)
  t.after(() => store.root.close())
  return {
    entries: () => store.eventIds.getKeysCount(),
    async restart() {
      await store.root.close()
      store = await openLogStore(dir)
      seen = openSeenIds(store.eventIds, idsPerRun)
    },
    /** How many of them are new. */
    async add(uuids: readonly string[], nowMs = startMs): Promise<number> {
      const journal = new IdJournal()
      const added = uuids.filter((uuid) => seen.add(idOf(0, uuid), journal)).length
      let durable = (): void => undefined
      await store.root.batch(() => {
        durable = seen.write(journal, nowMs)
      })
      durable()
      return added
    },
  }
}

const uuids = (count: number): string[] => Array.from({ length: count }, () => randomUUID())

/** As regular as ids can be. */
const counted = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `00000000-0000-7000-8000-${String(i).padStart(12, '0')}`)

for (const [kind, make] of Object.entries({ random: uuids, counted })) {
  test(`${kind} ids are known over many runs and restarts`, async (t) => {
    const ids = await open(t)
    const all = make(7_300)
    for (let i = 0; i < all.length; i += 300) {
      assert.equal(await ids.add(all.slice(i, i + 300)), Math.min(300, all.length - i))
    }
    assert.equal(await ids.add(all), 0)
    await ids.restart()
    assert.equal(await ids.add(all), 0)
    assert.equal(await ids.add(uuids(1_000)), 1_000)
    await ids.restart()
    assert.equal(await ids.add(all), 0)
  })
}

test('runs are forgotten a day after they were sealed, and their space given back', async (t) => {
  const ids = await open(t)
  const old = uuids(3_000)
  for (let i = 0; i < old.length; i += 1_000) await ids.add(old.slice(i, i + 1_000))
  const full = ids.entries()
  assert.equal(await ids.add(old, startMs + dayMs), 0, 'a day is remembered')
  for (let i = 0; i < 10; i++) await ids.add([], startMs + dayMs + 1)
  assert.ok(ids.entries() < full)
  assert.equal(await ids.add(old, startMs + dayMs + 1), 3_000)
  await ids.restart()
  assert.equal(await ids.add(old, startMs + dayMs + 2), 0)
})

test('an id of one topic is not one of another, and no UUID is refused', () => {
  const [uuid] = uuids(1) as [string]
  assert.notDeepEqual(idOf(0, uuid), idOf(1, uuid))
  assert.deepEqual(idOf(3, uuid), idOf(3, uuid.toUpperCase()))
  assert.equal(
    new Set(counted(2).flatMap((id) => [0, 1].map((topic) => String(idOf(topic, id))))).size,
    4,
  )
  const bad = [
    '',
    'x',
    uuid.slice(1),
    `${uuid}0`,
    uuid.replaceAll('-', ''),
    `${uuid.slice(0, -1)}g`,
  ]
  for (const text of bad) assert.throws(() => idOf(0, text), { code: 'bad-request' })
})

test('the filter forgets none and errs rarely', () => {
  const filter = IdFilter.forCount(10_000)
  const present = uuids(10_000).map((uuid) => idOf(0, uuid))
  for (const id of present) filter.add(id)
  assert.ok(present.every((id) => filter.mayHave(id)))
  const wrong = uuids(20_000).filter((uuid) => filter.mayHave(idOf(0, uuid))).length
  assert.ok(wrong < 200, `${wrong} of 20000`)
})
