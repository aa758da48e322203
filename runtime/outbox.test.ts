import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { openEventLog } from '@backbeat/adapters/embedded/event-log'
import type { EventLog } from '@backbeat/ports/event-log'
import { type Kysely, sql } from 'kysely'
import type { ConsumedEvent } from './consumer.ts'
import { createEventCodec } from './event-codec.ts'
import { createOutbox, type OutboxEvent } from './outbox.ts'
import { quietLogger, testDatabase, testFolder } from './testing.ts'

type Context = Parameters<typeof testFolder>[0]
const like = (trackId: string): OutboxEvent => ({
  type: 'library.track-liked',
  data: { trackId },
  userId: 'u1',
})

test('events of a committed transaction come to the log in order, those of a failed one do not', async (t) => {
  const { db, outbox, liked } = await openTest(t)
  await db.transaction().execute((trx) => outbox.write(trx, [like('a'), like('b')]))
  const failed = db.transaction().execute(async (trx) => {
    await outbox.write(trx, [like('never')])
    throw new Error('no')
  })
  await assert.rejects(failed)
  await db.transaction().execute((trx) => outbox.write(trx, [like('c')]))
  assert.deepEqual(await liked(3), ['a', 'b', 'c'])
  await outbox.stop()
  assert.equal(await rowsLeft(db), 0)
})

test('a transaction that took its numbers first and commits last is not passed over', async (t) => {
  const { db, outbox, liked } = await openTest(t)
  let commit: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    commit = resolve
  })
  let written: () => void = () => undefined
  const wrote = new Promise<void>((resolve) => {
    written = resolve
  })
  const slow = db.transaction().execute(async (trx) => {
    await outbox.write(trx, [like('slow')])
    written()
    await held
  })
  await wrote
  await db.transaction().execute((trx) => outbox.write(trx, [like('quick')]))
  assert.deepEqual(await liked(1), ['quick'])
  commit()
  await slow
  assert.deepEqual(await liked(2), ['quick', 'slow'])
  await outbox.stop()
})

test('rows that were appended but not removed when the process died are not appended again', async (t) => {
  const first = await openTest(t)
  await first.db
    .transaction()
    .execute((trx) => first.outbox.write(trx, [like('a'), like('b'), like('c')]))
  await first.liked(3)
  await first.outbox.stop()
  const { rows } = await sql<{ epoch: number }>`select epoch from outbox_epoch`.execute(first.db)
  const stored = await first.read()
  for (const { id, sequence, data } of stored) {
    await sql`insert into outbox (event_id, type, user_id, time, data, epoch, sequence)
      values (${id}, 'library.track-liked', 'u1', 1, ${JSON.stringify(data)}, ${rows[0]?.epoch},
      ${sequence})`.execute(first.db)
  }
  const outbox = await createOutbox(first.options)
  await first.db.transaction().execute((trx) => outbox.write(trx, [like('d')]))
  assert.deepEqual(await first.liked(4), ['a', 'b', 'c', 'd'])
  await outbox.stop()
  assert.equal(await rowsLeft(first.db), 0)
})

test('an event that does not fit its schema fails in the transaction that writes it', async (t) => {
  const { db, outbox } = await openTest(t)
  const wrong = { type: 'library.track-liked', data: {} } as unknown as OutboxEvent
  await assert.rejects(
    db.transaction().execute((trx) => outbox.write(trx, [wrong])),
    { code: 'event-invalid' },
  )
})

async function openTest(t: Context) {
  const { db, url } = await testDatabase<Record<string, never>>(t)
  const events = await openEventLog(await testFolder(t))
  const stopping = new AbortController()
  t.after(async () => {
    stopping.abort()
    await events.close()
  })
  const codec = createEventCodec({ events })
  const options = {
    db,
    databaseUrl: url,
    service: 'library',
    events,
    codec,
    log: quietLogger,
    clock: Date.now,
    signal: stopping.signal,
  }
  const outbox = await createOutbox(options)
  const read = async () => codec.decodeRecords(await recordsOf(events, 0))
  /** The tracks liked, once there are this many. */
  const liked = async (count: number) => {
    const found = await codec.decodeRecords(await recordsOf(events, count))
    return (found as ConsumedEvent<'library.track-liked'>[]).map((event) => event.data.trackId)
  }
  return { db, events, outbox, options, liked, read }
}

/** All events of one user lie in one partition; waits there for `count` of them. */
async function recordsOf(events: EventLog, count: number) {
  await events.createTopic({ name: 'library.track-liked', partitions: 4 })
  for (;;) {
    const reads = await Promise.all(
      [0, 1, 2, 3].map((partition) =>
        events.read({ topic: 'library.track-liked', partition }, 0, { waitMs: 20 }),
      ),
    )
    const records = reads.flatMap((read) => read.records)
    if (records.length >= count) return records
    await nextTurn()
  }
}

async function rowsLeft(db: Kysely<Record<string, never>>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) from outbox`.execute(db)
  return rows[0]?.count ?? -1
}
