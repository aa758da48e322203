import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OpenPlay, type PlayEvent, PlayLog } from './play-log.ts'

function scene(online = true) {
  const events: PlayEvent[] = []
  let kept: OpenPlay | null = null
  let ids = 0
  const log = new PlayLog({
    emit: (event) => events.push(event),
    keep: (open) => {
      kept = open
    },
    newId: () => `id-${ids++}`,
    now: () => new Date('2026-11-24T10:00:00Z'),
    online: () => online,
    device: 'web',
  })
  return { log, events, kept: () => kept, types: () => events.map((event) => event.type) }
}

const fact = (event: PlayEvent | undefined, name: string): unknown =>
  event && Object.entries(event.data).find(([key]) => key === name)?.[1]

test('a track heard to its end is started and played, not skipped', () => {
  const { log, events } = scene()
  log.begin('t1', 'clickrow', 'backbeat:album:a')
  log.sounding(0, 'ogg-160')
  log.silent(180)
  log.end('trackdone', 180, 180_000)
  assert.deepEqual(events, [
    {
      id: 'id-1',
      type: 'playback.track-started',
      time: '2026-11-24T10:00:00.000Z',
      data: {
        trackId: 't1',
        positionMs: 0,
        reasonStart: 'clickrow',
        rendition: 'ogg-160',
        device: 'web',
        context: 'backbeat:album:a',
        offline: false,
      },
    },
    {
      id: 'id-0',
      type: 'playback.track-played',
      time: '2026-11-24T10:00:00.000Z',
      data: {
        trackId: 't1',
        playedMs: 180_000,
        reasonStart: 'clickrow',
        reasonEnd: 'trackdone',
        rendition: 'ogg-160',
        device: 'web',
        context: 'backbeat:album:a',
        offline: false,
      },
    },
  ])
})

test('a track left early is played and skipped, with the same time heard', () => {
  const { log, events, types } = scene()
  log.begin('t1', 'playbtn', null)
  log.sounding(0, 'original')
  log.end('fwdbtn', 20, 180_000)
  assert.deepEqual(types().slice(1), ['playback.track-played', 'playback.track-skipped'])
  assert.equal(fact(events[1], 'playedMs'), 20_000)
  assert.equal(fact(events[2], 'positionMs'), 20_000)
})

test('leaving within the last two seconds is no skip', () => {
  const { log, types } = scene()
  log.begin('t1', 'playbtn', null)
  log.sounding(0, null)
  log.end('fwdbtn', 178.5, 180_000)
  assert.deepEqual(types(), ['playback.track-started', 'playback.track-played'])
})

test('a track that never sounded leaves no events', () => {
  const { log, events } = scene()
  log.begin('t1', 'playbtn', null)
  log.end('trackerror', 0, 180_000)
  assert.deepEqual(events, [])
})

test('stalls and seeks add nothing, and started is told once', () => {
  const { log, events, types } = scene()
  log.begin('t1', 'playbtn', null)
  log.sounding(0, null)
  log.silent(10)
  log.sounding(60, null)
  log.silent(65)
  log.end('trackdone', 180, 180_000)
  assert.deepEqual(types(), ['playback.track-started', 'playback.track-played'])
  assert.equal(fact(events[1], 'playedMs'), 15_000)
})

test('a play that a crashed page left open is reported once, under the id it always had', () => {
  const first = scene(false)
  first.log.begin('t1', 'clickrow', null)
  first.log.sounding(0, null)
  first.log.note(42)
  const left = first.kept() as OpenPlay | null
  const second = scene()
  second.log.recover(left)
  assert.equal(second.events.length, 1)
  assert.equal(second.events[0]?.id, 'id-0')
  assert.equal(fact(second.events[0], 'playedMs'), 42_000)
  assert.equal(fact(second.events[0], 'offline'), true)
  assert.equal(second.kept(), null)
})

test('a play that ends with its page is told at once and again by the next page, the same event both times', () => {
  const first = scene()
  first.log.begin('t1', 'clickrow', null)
  first.log.sounding(0, 'ogg-320')
  first.log.leave(30)
  const second = scene()
  second.log.recover(first.kept() as OpenPlay | null)
  assert.equal(fact(first.events[1], 'playedMs'), 30_000)
  assert.deepEqual(second.events, [first.events[1]])
})
