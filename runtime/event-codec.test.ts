import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openEventLog } from '@backbeat/adapters/embedded/event-log'
import { type Event, eventSchema } from '@backbeat/contracts/envelope'
import avro from 'avsc'
import { createEventCodec } from './event-codec.ts'
import { createSchemaRegistry, schemasTopic } from './schema-registry.ts'
import { testFolder } from './testing.ts'

const liked: Event<'library.track-liked'> = {
  id: 'f3b1c1de-4a4e-4a53-9d5f-0a8d7c6b5a49',
  type: 'library.track-liked',
  time: 1_800_000_000_000,
  receivedAt: 1_800_000_000_005,
  producerId: 'library@1',
  epoch: 1,
  sequence: 0,
  userId: 'u1',
  data: { trackId: 't1' },
}

test('an event comes back as it was, as a plain object', async (t) => {
  const codec = createEventCodec({ events: await testLog(t) })
  await codec.ensureTopics()
  const bytes = codec.encode(liked)
  assert.equal(bytes[0], 0, "Confluent's magic byte")
  assert.deepEqual(codec.decode('library.track-liked', bytes), liked)
})

test('many events share slabs without touching each other', async (t) => {
  const codec = createEventCodec({ events: await testLog(t) })
  await codec.ensureTopics()
  const events = Array.from({ length: 5_000 }, (_, sequence) => ({
    ...liked,
    sequence,
    data: { trackId: 'x'.repeat(sequence % 700) },
  }))
  const encoded = events.map((event) => codec.encode(event))
  assert.deepEqual(
    encoded.map((bytes) => codec.decode('library.track-liked', bytes)),
    events,
  )
})

test('an event that does not fit its schema is refused with the field', async (t) => {
  const codec = createEventCodec({ events: await testLog(t) })
  const wrong = { ...liked, data: { trackId: 7 } } as unknown as Event
  assert.throws(() => codec.encode(wrong), { code: 'event-invalid', message: /string/ })
})

test('a reader finds the schema of a writer that knew more, and reads what it knows itself', async (t) => {
  const events = await testLog(t)
  const codec = createEventCodec({ events })
  await codec.ensureTopics()
  const schema = structuredClone(eventSchema('library.track-liked')) as {
    fields: { name: string; type: { fields: unknown[] } }[]
  }
  const data = schema.fields.find((field) => field.name === 'data')
  data?.type.fields.push({ name: 'mood', type: 'string' })
  const id = await createSchemaRegistry(events).publish(
    'library.track-liked-value',
    schema as never,
  )
  const body = avro.Type.forSchema(schema as never).toBuffer({
    ...liked,
    data: { trackId: 't1', mood: 'calm' },
  })
  const header = Buffer.from([0, 0, 0, 0, 0])
  header.writeInt32BE(id, 1)
  const value = Buffer.concat([header, body])
  assert.throws(() => codec.decode('library.track-liked', value), { code: 'schema-unknown' })
  const at = { topic: 'library.track-liked', partition: 2, offset: 9 }
  const [read] = await codec.decodeRecords([{ ...at, key: 'u1', value, timestampMs: 0 }])
  assert.deepEqual(read, { ...liked, partition: 2, offset: 9 })
})

test('schemas are published once, however many processes and starts there are', async (t) => {
  const events = await testLog(t)
  await createEventCodec({ events }).ensureTopics()
  const { end } = await events.offsets({ topic: schemasTopic, partition: 0 })
  await createEventCodec({ events }).ensureTopics()
  assert.equal((await events.offsets({ topic: schemasTopic, partition: 0 })).end, end)
})

test('bytes that are no event are refused', async (t) => {
  const codec = createEventCodec({ events: await testLog(t) })
  await codec.ensureTopics()
  const bytes = Buffer.from(codec.encode(liked))
  const wrong = [Buffer.alloc(0), Buffer.from('{"id":1}'), Buffer.concat([bytes, bytes])]
  for (const value of wrong) {
    assert.throws(() => codec.decode('library.track-liked', value), { code: 'event-invalid' })
  }
  assert.throws(() => codec.decode('no.such', bytes), { code: 'topic-unknown' })
})

async function testLog(t: Parameters<typeof testFolder>[0]) {
  const events = await openEventLog(await testFolder(t))
  t.after(() => events.close())
  return events
}
