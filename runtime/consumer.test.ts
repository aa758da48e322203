import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openEventLog } from '@backbeat/adapters/embedded/event-log'
import { eventKey } from '@backbeat/contracts/envelope'
import { newEventId } from '@backbeat/contracts/ids'
import { type Kysely, sql } from 'kysely'
import { type ConsumedEvent, createConsumers } from './consumer.ts'
import { createEventCodec } from './event-codec.ts'
import { createMetrics } from './metrics.ts'
import { quietLogger, testDatabase, testFolder } from './testing.ts'

type Context = Parameters<typeof testFolder>[0]
type Liked = ConsumedEvent<'library.track-liked'>
const types = ['library.track-liked'] as const

test('each event is applied exactly once, across failures and restarts', async (t) => {
  const { db, append, consumers, caughtUp, count } = await openTest(t)
  await append(2_500)
  let failures = 3
  const apply = async (trx: Kysely<unknown>, events: readonly Liked[]) => {
    assert.ok(events.length <= 1_000)
    await insert(trx, events)
    if (failures-- > 0) throw new Error('the database hiccups')
  }
  const projection = await consumers().project({ group: 'g', types, apply })
  await caughtUp(projection)
  await projection.stop()
  await append(500)
  const again = await consumers().project({ group: 'g', types, apply: insert })
  await caughtUp(again)
  await again.stop()
  assert.deepEqual(await count(), { rows: 3_000, ids: 3_000 })
  assert.deepEqual(await outOfOrder(db), [])
})

test('a member that works on after another took over its partition leaves nothing', async (t) => {
  const { append, consumers, caughtUp, count } = await openTest(t)
  await append(200)
  // Two consumers that don't know of each other: the worst a rebalance can do.
  const apply = insert
  const both = await Promise.all(
    ['a', 'b'].map(() => consumers(true).project({ group: 'g', types, apply })),
  )
  await append(300)
  await Promise.all(both.map(caughtUp))
  await Promise.all(both.map((projection) => projection.stop()))
  assert.deepEqual(await count(), { rows: 500, ids: 500 })
})

test('two groups read the same events each for itself', async (t) => {
  const { append, consumers, caughtUp, count } = await openTest(t)
  await append(10)
  for (const group of ['g', 'h']) {
    const projection = await consumers().project({ group, types, apply: insert })
    await caughtUp(projection)
    await projection.stop()
  }
  assert.deepEqual(await count(), { rows: 20, ids: 10 })
})

async function insert(trx: Kysely<unknown>, events: readonly Liked[]): Promise<void> {
  await sql`insert into seen (id, partition, event_offset)
    select * from unnest(${events.map((event) => event.id)}::text[],
      ${events.map((event) => event.partition)}::int[],
      ${events.map((event) => event.offset)}::bigint[])`.execute(trx)
}

async function openTest(t: Context) {
  const { db } = await testDatabase<unknown>(t)
  await sql`create table seen (place bigserial, id text, partition int, event_offset bigint)`.execute(
    db,
  )
  const events = await openEventLog(await testFolder(t))
  const stopping = new AbortController()
  t.after(async () => {
    stopping.abort()
    await events.close()
  })
  const codec = createEventCodec({ events })
  await codec.ensureTopics(types)
  const base = { service: 's', codec, log: quietLogger, metrics: createMetrics() }
  const consumers = (alone = false) =>
    createConsumers({
      ...base,
      db,
      // Alone: with group membership of its own, so that it is given all partitions.
      events: alone
        ? { ...events, join: (_, topics) => events.join(newEventId(), topics) }
        : events,
      signal: stopping.signal,
    })
  const append = async (amount: number) => {
    const records = Array.from({ length: amount }, (_, sequence) => {
      const event: Omit<Liked, 'partition' | 'offset'> = {
        id: newEventId(),
        type: 'library.track-liked',
        time: 1,
        receivedAt: 1,
        producerId: 'test',
        epoch: 1,
        sequence,
        userId: `u${sequence % 7}`,
        data: { trackId: 't' },
      }
      const value = codec.encode(event)
      return { topic: event.type, key: eventKey(event), value, timestampMs: 1 }
    })
    await events.append(records)
  }
  const caughtUp = async (projection: { lag(): Promise<number> }) => {
    while ((await projection.lag()) > 0) await new Promise((resolve) => setImmediate(resolve))
  }
  const count = async () => {
    const { rows } = await sql<{ rows: number; ids: number }>`
      select count(*) as rows, count(distinct id) as ids from seen`.execute(db)
    return rows[0]
  }
  return { db, append, consumers, caughtUp, count }
}

/** Events of a partition that were applied before an earlier one. */
async function outOfOrder(db: Kysely<unknown>): Promise<unknown[]> {
  const { rows } = await sql`
    select * from (select *, lag(event_offset) over (partition by partition order by place) as before
      from seen) as s where before > event_offset`.execute(db)
  return rows
}
