/** `POST /events/v1/batches` on a real log. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openEventLog } from '@backbeat/adapters/embedded/event-log'
import { newEventId } from '@backbeat/contracts/ids'
import { createEventCodec } from '@backbeat/runtime/event-codec'
import { callerHeaders } from '@backbeat/runtime/http'
import { createMetrics } from '@backbeat/runtime/metrics'
import { quietLogger, testFolder } from '@backbeat/runtime/testing'
import type { BatchAnswer } from './client-batch.ts'
import { createDeliveryMeter } from './delivery-meter.ts'
import { createEventDelivery } from './event-delivery.ts'
import { deliveryRoutes } from './routes.ts'

const now = Date.parse('2026-11-24T10:00:05Z')
const played = (changes: Record<string, unknown> = {}) => ({
  type: 'playback.track-played',
  id: newEventId(),
  time: '2026-11-24T10:00:00Z',
  data: { trackId: 't1', playedMs: 61_000, reasonStart: 'clickrow', reasonEnd: 'trackdone' },
  ...changes,
})
const ndjson = (...lines: unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

test('a good line is in the log with the user of the token and both times', async (t) => {
  const { answer, stored } = await openTest(t)
  const event = played({ userId: 'somebody else' })
  assert.deepEqual(await answer(ndjson(event)), { accepted: 1, duplicates: 0, errors: [] })
  const [found] = await stored()
  assert.equal(found?.id, event.id)
  assert.equal(found?.userId, 'u1')
  assert.equal(found?.time, Date.parse(event.time))
  assert.equal(found?.receivedAt, now)
  assert.deepEqual([found?.producerId, found?.epoch, found?.sequence], ['clients@1', 3, 0])
})

test('a line sent again is a duplicate, in the same batch and in a later one', async (t) => {
  const { answer, stored } = await openTest(t)
  const event = played()
  assert.deepEqual(await answer(ndjson(event, event)), { accepted: 1, duplicates: 1, errors: [] })
  assert.deepEqual(await answer(ndjson(event)), { accepted: 0, duplicates: 1, errors: [] })
  assert.equal((await stored()).length, 1)
})

test('good lines are kept beside bad ones, which are told by their numbers', async (t) => {
  const { answer, stored } = await openTest(t)
  const { errors, accepted } = await answer(
    `${ndjson(played())}\r\n\n{"type":\n${ndjson(played(), { ...played(), id: 'x' })}`,
  )
  assert.equal(accepted, 2)
  assert.deepEqual(
    errors.map(({ line, code, transient }) => ({ line, code, transient })),
    [
      { line: 4, code: 'bad-request', transient: false },
      { line: 6, code: 'event-invalid', transient: false },
    ],
  )
  assert.equal((await stored()).length, 2)
})

describe('a line is refused, with its id where it has one, when', () => {
  const id = '5f0c9a52-9f3b-4a6c-8d57-0a4f52a8d6a1'
  const wrong: [string, unknown, { id?: string; code: string; message: RegExp }][] = [
    ['it is a list', [], { code: 'bad-request', message: /not a JSON object/ }],
    ['it is null', null, { code: 'bad-request', message: /not a JSON object/ }],
    ['it has no id', played({ id: undefined }), { code: 'event-invalid', message: /^id: missing/ }],
    ['its id is no UUID', played({ id: '1' }), { code: 'event-invalid', message: /^id: .*UUID/ }],
    ['it has no type', played({ id, type: 1 }), { id, code: 'event-invalid', message: /^type/ }],
    [
      'its type is unknown',
      played({ id, type: 'a.b' }),
      { id, code: 'schema-unknown', message: /a\.b/ },
    ],
    [
      'its type is a word of JavaScript',
      played({ id, type: 'constructor' }),
      { id, code: 'schema-unknown', message: /constructor/ },
    ],
    [
      'only the server writes its type',
      played({ id, type: 'catalog.track-removed' }),
      { id, code: 'not-permitted', message: /server only/ },
    ],
    [
      'it has no time',
      played({ id, time: undefined }),
      { id, code: 'event-invalid', message: /^time: missing/ },
    ],
    [
      'its time has no zone',
      played({ id, time: '2026-11-24T10:00:00' }),
      { id, code: 'event-invalid', message: /^time: .*ISO/ },
    ],
    [
      'its time is days ahead',
      played({ id, time: '2026-11-27T10:00:00Z' }),
      { id, code: 'event-invalid', message: /^time: .*ahead/ },
    ],
    [
      'its time is absurd',
      played({ id, time: '1970-01-01T00:00:00Z' }),
      { id, code: 'event-invalid', message: /^time: before/ },
    ],
    [
      'it has no data',
      played({ id, data: undefined }),
      { id, code: 'event-invalid', message: /^data: / },
    ],
    [
      'a field is missing',
      played({ id, data: { playedMs: 1 } }),
      { id, code: 'event-invalid', message: /^data\.trackId: missing/ },
    ],
    [
      'a field is negative',
      played({ id, data: { trackId: 't', playedMs: -1 } }),
      { id, code: 'event-invalid', message: /^data\.playedMs: / },
    ],
    [
      'its producer is malformed',
      played({ id, producer: { id: 'a b' } }),
      { id, code: 'event-invalid', message: /^producer\.id/ },
    ],
    [
      'it is too long',
      played({ id, device: 'x'.repeat(70_000) }),
      { code: 'bad-request', message: /longer than 65536/ },
    ],
  ]
  for (const [name, line, expected] of wrong) {
    test(name, async (t) => {
      const { answer } = await openTest(t)
      const { accepted, errors } = await answer(ndjson(played(), line))
      assert.equal(accepted, 1)
      assert.equal(errors.length, 1)
      const [error] = errors
      assert.deepEqual([error?.line, error?.id, error?.code], [2, expected.id, expected.code])
      assert.match(error?.message ?? '', expected.message)
    })
  }

  test('its bytes are no text', async (t) => {
    const { answer } = await openTest(t)
    const body = Buffer.concat([Buffer.from(ndjson(played())), Buffer.from([0x22, 0xff, 0x22])])
    const { accepted, errors } = await answer(body)
    assert.deepEqual(
      [accepted, errors[0]?.line, errors[0]?.message],
      [1, 2, 'The line is not UTF-8.'],
    )
  })

  test('its id is that of another event of the batch', async (t) => {
    const { answer } = await openTest(t)
    const { accepted, errors } = await answer(
      ndjson(played({ id }), played({ id, data: { trackId: 'other', playedMs: 1 } })),
    )
    assert.deepEqual([accepted, errors[0]?.line, errors[0]?.code], [1, 2, 'conflict'])
  })
})

test("a client's own producer is kept within its user", async (t) => {
  const { answer, stored } = await openTest(t)
  await answer(ndjson(played({ producer: { id: 'web', epoch: 7, sequence: 9 } })))
  const [found] = await stored()
  assert.deepEqual([found?.producerId, found?.epoch, found?.sequence], ['web@u1', 7, 9])
})

describe('a whole request is refused when', () => {
  const cases: [string, string | Buffer, Record<string, string>, number][] = [
    ['nobody is named', ndjson(played()), { [callerHeaders.userId]: '' }, 401],
    ['it is empty', '', {}, 400],
    ['it has blank lines only', '\n \r\n', {}, 400],
    ['it has too many lines', '{}\n'.repeat(10_001), {}, 413],
    ['it is too large', 'x'.repeat(8 * 1024 * 1024 + 1), {}, 413],
    ['it is a picture', 'a', { 'content-type': 'image/png' }, 415],
  ]
  for (const [name, body, headers, status] of cases) {
    test(`${name}: ${status}`, async (t) => {
      const { post } = await openTest(t)
      const response = await post(body, headers)
      assert.equal(response.status, status)
      assert.equal(response.headers.get('content-type'), 'application/problem+json')
    })
  }
})

test('json, ndjson and no media type at all are taken', async (t) => {
  const { post } = await openTest(t)
  const curls = 'application/x-www-form-urlencoded'
  for (const type of ['application/x-ndjson', 'application/json; charset=utf-8', curls, '']) {
    const response = await post(Buffer.from(ndjson(played())), { 'content-type': type })
    assert.equal(response.status, 200, type)
  }
})

async function openTest(t: Parameters<typeof testFolder>[0]) {
  const events = await openEventLog(await testFolder(t))
  t.after(() => events.close())
  const codec = createEventCodec({ events })
  await codec.ensureTopics(['playback.track-played'])
  const meter = createDeliveryMeter(createMetrics())
  const clock = () => now
  const identity = { producerId: 'clients@1', epoch: 3 }
  const delivery = createEventDelivery({ events, codec, clock, meter, identity })
  const tailer = { status: () => [], stop: async () => undefined }
  const app = deliveryRoutes({ delivery, meter, clock, tailer, log: quietLogger })
  const post = async (body: string | Buffer, headers: Record<string, string> = {}) =>
    app.request('/events/v1/batches', {
      method: 'POST',
      body,
      headers: { [callerHeaders.userId]: 'u1', ...headers },
    })
  const answer = async (body: string | Buffer) => {
    const response = await post(body)
    assert.equal(response.status, 200)
    return (await response.json()) as BatchAnswer
  }
  const stored = async () => {
    const topic = 'playback.track-played'
    const reads = await Promise.all(
      [0, 1, 2, 3].map((partition) => events.read({ topic, partition }, 0)),
    )
    return codec.decodeRecords(reads.flatMap((read) => read.records))
  }
  return { answer, post, stored }
}
