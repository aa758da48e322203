import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EventType } from '@backbeat/contracts/envelope'
import type { EventData } from '@backbeat/contracts/generated/events'
import { newEventId } from '@backbeat/contracts/ids'
import type { ConsumedEvent } from '@backbeat/runtime/consumer'
import { callerHeaders } from '@backbeat/runtime/http'
import { quietLogger, testDatabase, type testFolder } from '@backbeat/runtime/testing'
import { applyEvents, type historyTypes } from './events.ts'
import { history } from './migrations/0001-history.ts'
import { playbackRoutes } from './routes.ts'
import type { HistoryTables } from './store.ts'

type HistoryType = (typeof historyTypes)[number]
const now = Date.parse('2026-11-24T12:00:00Z')
const hourMs = 3_600_000
const dayMs = 24 * hourMs

test('plays that were heard are listed newest first, between cursors', async (t) => {
  const { apply, get } = await openTest(t)
  await apply(
    played('a', { at: now - 3 * hourMs, context: 'spotify:album:x' }),
    played('b', { at: now - 2 * hourMs }),
    played('short', { at: now - hourMs, playedMs: 29_999 }),
    played('c', { at: now }),
    played('d', { at: now, userId: 'other' }),
  )
  const ids = async (path: string) =>
    (await get<{ items: { trackId: string }[] }>(path)).items.map((item) => item.trackId)
  assert.deepEqual(await ids('/recently-played'), ['c', 'b', 'a'])
  assert.deepEqual(await ids('/recently-played?limit=1'), ['c'])
  assert.deepEqual(await ids(`/recently-played?before=${now}`), ['b', 'a'])
  assert.deepEqual(await ids(`/recently-played?after=${now - 2 * hourMs}`), ['c'])
  assert.deepEqual((await get<{ items: unknown[] }>('/recently-played')).items.at(-1), {
    trackId: 'a',
    playedAt: '2026-11-24T09:00:00.000Z',
    context: 'spotify:album:x',
  })
})

test('tops go by plays within the range, per listener', async (t) => {
  const { apply, get } = await openTest(t)
  await apply(imported('a', 'A', ['x']), imported('b', 'B', ['x', 'y']), imported('c', 'B', ['z']))
  await apply(
    played('a', { at: now - 400 * dayMs }),
    played('a', { at: now - 401 * dayMs }),
    played('a', { at: now - 402 * dayMs }),
    played('b', { at: now - 100 * dayMs }),
    played('b', { at: now - 99 * dayMs }),
    played('c', { at: now - dayMs }),
    played('c', { at: now, userId: 'other' }),
  )
  const top = async (kind: string, range: string) => {
    const page = await get<{ items: { id: string; plays: number }[]; total: number }>(
      `/top/${kind}?range=${range}`,
    )
    assert.equal(page.total, page.items.length)
    return page.items.map(({ id, plays }) => `${id}${plays}`)
  }
  assert.deepEqual(await top('tracks', 'long_term'), ['a3', 'b2', 'c1'])
  assert.deepEqual(await top('tracks', 'medium_term'), ['b2', 'c1'])
  assert.deepEqual(await top('tracks', 'short_term'), ['c1'])
  assert.deepEqual(await top('albums', 'long_term'), ['B3', 'A3'])
  assert.deepEqual(await top('artists', 'long_term'), ['x5', 'y2', 'z1'])
  assert.deepEqual(await get('/top/tracks?range=long_term&offset=1&limit=1'), {
    items: [{ id: 'b', plays: 2, playedMs: 120_000 }],
    total: 3,
  })
  assert.deepEqual(await get('/top/tracks?range=long_term&offset=9'), { items: [], total: 3 })
})

test('an import that comes after the plays still gives them their artists, and decides short tracks', async (t) => {
  const { apply, get } = await openTest(t)
  await apply(
    played('a', {}),
    played('jingle', { playedMs: 6_000 }),
    played('jingle', { playedMs: 2_000 }),
  )
  assert.deepEqual(await get('/top/artists'), { items: [], total: 0 })
  await apply(imported('a', 'A', ['x']), imported('jingle', 'A', ['y'], 10_000))
  assert.deepEqual(await get('/top/artists'), {
    items: [
      { id: 'x', plays: 1, playedMs: 60_000 },
      { id: 'y', plays: 1, playedMs: 8_000 },
    ],
    total: 2,
  })
  await apply(played('jingle', { playedMs: 5_000 }))
  const { items } = await get<{ items: { plays: number }[] }>('/top/tracks')
  assert.deepEqual(
    items.map((item) => item.plays),
    [2, 1],
  )
})

test('an event that comes twice counts once', async (t) => {
  const { apply, get } = await openTest(t)
  const play = played('a', {})
  await apply(play)
  await apply(play, played('a', {}))
  const { items } = await get<{ items: unknown[] }>('/top/tracks')
  assert.deepEqual(items, [{ id: 'a', plays: 2, playedMs: 120_000 }])
})

test('a removed track leaves the lists, and an older import does not bring it back', async (t) => {
  const { apply, get } = await openTest(t)
  await apply(played('a', {}), imported('a', 'A', ['x']))
  await apply(
    event(
      'catalog.track-removed',
      { trackId: 'a', albumId: 'A', artistIds: ['x'] },
      { at: now + 2 },
    ),
  )
  await apply(imported('a', 'A', ['x']))
  assert.deepEqual(await get('/top/tracks'), { items: [], total: 0 })
  assert.deepEqual(await get('/recently-played'), { items: [] })
  await apply({ ...imported('a', 'A', ['x']), time: now + 3 })
  assert.equal((await get<{ total: number }>('/top/tracks')).total, 1)
})

test('sums tell starts, skips and time by day', async (t) => {
  const { apply, get } = await openTest(t)
  const about = { rendition: null, device: null, context: null, offline: false }
  await apply(played('a', { at: now - dayMs }), played('b', { playedMs: 10_000 }))
  const started = { trackId: 'a', positionMs: 0, reasonStart: 'clickrow', ...about }
  await apply(event('playback.track-started', started))
  const skipped = { trackId: 'a', positionMs: 5, playedMs: 5, ...about }
  await apply(event('playback.track-skipped', skipped))
  assert.deepEqual(await get('/stats'), {
    starts: 1,
    plays: 1,
    skips: 1,
    playedMs: 70_000,
    tracks: 1,
    byDay: [
      { day: '2026-11-23', plays: 1, playedMs: 60_000 },
      { day: '2026-11-24', plays: 0, playedMs: 10_000 },
    ],
  })
})

test('a question that makes no sense is refused with the reason', async (t) => {
  const { request } = await openTest(t)
  for (const path of ['/recently-played?limit=0', '/top/tracks?range=ever', '/stats?days=x']) {
    assert.equal((await request(path)).status, 400, path)
  }
  assert.equal((await request('/top/genres')).status, 404)
})

function event<T extends HistoryType>(
  type: T,
  data: EventData[T],
  about: { at?: number; userId?: string | null } = {},
): ConsumedEvent<T> {
  const { at = now, userId = 'u1' } = about
  const place = { producerId: 'p', epoch: 1, sequence: 0, partition: 0, offset: 0 }
  return { id: newEventId(), type, time: at, receivedAt: at, userId, data, ...place }
}

function played(
  trackId: string,
  about: { at?: number; userId?: string; playedMs?: number; context?: string },
) {
  const { playedMs = 60_000, context = null } = about
  const reasons = { reasonStart: 'clickrow', reasonEnd: 'trackdone' }
  const device = { rendition: null, device: null, offline: false }
  return event(
    'playback.track-played',
    { trackId, playedMs, context, ...reasons, ...device },
    about,
  )
}

function imported(trackId: string, albumId: string, artists: string[], durationMs = 200_000) {
  const data = { trackId, albumId, durationMs, artists: artists.map((id) => ({ id, name: id })) }
  return event('catalog.track-imported', data as EventData['catalog.track-imported'])
}

async function openTest(t: Parameters<typeof testFolder>[0]) {
  const { db } = await testDatabase<HistoryTables>(t, { '0001-history': history })
  const app = playbackRoutes({ db, clock: () => now, log: quietLogger })
  const request = async (path: string) =>
    app.request(path, { headers: { [callerHeaders.userId]: 'u1' } })
  return {
    request,
    get: async <T = unknown>(path: string): Promise<T> => {
      const response = await request(path)
      assert.equal(response.status, 200, path)
      return (await response.json()) as T
    },
    /** As the consumer does: one type a transaction. */
    apply: async (...events: ConsumedEvent<HistoryType>[]) => {
      for (const type of new Set<EventType>(events.map((one) => one.type))) {
        const batch = events.filter((one) => one.type === type)
        await db.transaction().execute((trx) => applyEvents(trx, batch))
      }
    },
  }
}
