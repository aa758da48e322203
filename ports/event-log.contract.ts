/**
 * What every event log keeps: each sentence of `event-log.ts` as a test. An adapter's test file calls this with a way
 * to open a log on fresh storage; what an engine cannot be made to do (damage, a turned clock) is skipped with a reason.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import type { ErrorCode } from '@backbeat/contracts/errors'
import type { AppendRecord, EventLog, LogRecord, TopicPartition } from './event-log.ts'

export interface EventLogUnderTest {
  log: EventLog
  /** Closes the log and opens it again on the same storage. */
  restart(): Promise<EventLog>
  /** Alters a byte of a stored value while the log is closed, then opens it again. */
  damage?(at: TopicPartition, offset: number): Promise<EventLog>
  /** Turns the log's clock forward. */
  advanceMs?(ms: number): void
}

export type OpenEventLog = (t: TestContext) => Promise<EventLogUnderTest>

const topic = 'test.things'
const at = { topic, partition: 0 }

export function eventLogContract(name: string, open: OpenEventLog): void {
  const contract = (title: string, run: (t: TestContext, log: EventLogUnderTest) => unknown) =>
    test(`${name}: ${title}`, async (t) => {
      await run(t, await open(t))
    })

  topicTests(contract)
  appendTests(contract)
  dedupeTests(contract)
  readTests(contract)
  damageTests(contract)
  groupTests(contract)
}

type Contract = (title: string, run: (t: TestContext, log: EventLogUnderTest) => unknown) => void

function topicTests(contract: Contract): void {
  contract(
    'creating a topic twice is one topic, also after a restart',
    async (_, { log, restart }) => {
      await log.createTopic({ name: topic, partitions: 3 })
      await log.createTopic({ name: topic, partitions: 3 })
      assert.deepEqual(await log.topics(), [{ name: topic, partitions: 3 }])
      const again = await restart()
      await again.createTopic({ name: topic, partitions: 3 })
      assert.deepEqual(await again.topics(), [{ name: topic, partitions: 3 }])
    },
  )

  contract('two creations at once give two topics', async (_, { log, restart }) => {
    const specs = ['a', 'b', 'c'].map((letter) => ({ name: `test.${letter}`, partitions: 2 }))
    await Promise.all(specs.map((spec) => log.createTopic(spec)))
    const [first] = await log.append([record({ topic: 'test.a', value: 'in a' })])
    const again = await restart()
    assert.deepEqual(sortedByName(await again.topics()), specs)
    const read = await again.read({ topic: 'test.a', partition: first?.partition ?? 0 }, 0)
    assert.deepEqual(texts(read.records), ['in a'])
    assert.equal((await everything(again, 'test.b')).length, 0)
  })

  contract('a topic keeps its partition count', async (_, { log, restart }) => {
    await log.createTopic({ name: topic, partitions: 3 })
    await rejects(log.createTopic({ name: topic, partitions: 4 }), 'conflict')
    await rejects((await restart()).createTopic({ name: topic, partitions: 2 }), 'conflict')
  })

  contract('what is unknown is told', async (_, { log }) => {
    await log.createTopic({ name: topic, partitions: 1 })
    await rejects(log.append([record({ topic: 'no.such' })]), 'topic-unknown')
    await rejects(log.read({ topic: 'no.such', partition: 0 }, 0), 'topic-unknown')
    await rejects(log.read({ topic, partition: 1 }, 0), 'topic-unknown')
    await rejects(log.offsets({ topic: 'no.such', partition: 0 }), 'topic-unknown')
    await rejects(log.join('group', ['no.such']), 'topic-unknown')
  })
}

function appendTests(contract: Contract): void {
  contract('offsets begin at 0 and are dense', async (_, { log, restart }) => {
    await log.createTopic({ name: topic, partitions: 1 })
    assert.deepEqual(await log.offsets(at), { start: 0, end: 0 })
    const first = await log.append([record({ value: 'a' }), record({ value: 'b' })])
    const second = await log.append([record({ value: 'c' })])
    assert.deepEqual(
      [...first, ...second].map(({ offset }) => offset),
      [0, 1, 2],
    )
    assert.deepEqual(await log.offsets(at), { start: 0, end: 3 })
    const again = await restart()
    assert.deepEqual(await again.offsets(at), { start: 0, end: 3 })
    const [after] = await again.append([record({ value: 'd' })])
    assert.equal(after?.offset, 3)
    assert.deepEqual(texts(await everything(again, topic)), ['a', 'b', 'c', 'd'])
  })

  contract('a record comes back as it went in', async (_, { log, restart }) => {
    await log.createTopic({ name: topic, partitions: 1 })
    const binary = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const empty = new Uint8Array(0)
    await log.append([
      { topic, key: 'Schlüssel ☃', value: binary, timestampMs: 1_795_500_000_123 },
      { topic, key: null, value: empty, timestampMs: 0 },
      { topic, key: '', value: empty, timestampMs: 1 },
    ])
    for await (const current of beforeAndAfter({ log, restart })) {
      const { records } = await current.read(at, 0)
      assert.deepEqual(
        records.map(({ key, value, timestampMs }) => [key, [...value], timestampMs]),
        [
          ['Schlüssel ☃', [...binary], 1_795_500_000_123],
          [null, [], 0],
          ['', [], 1],
        ],
      )
      assert.deepEqual(
        records.map(({ topic: of, partition, offset }) => [of, partition, offset]),
        [
          [topic, 0, 0],
          [topic, 0, 1],
          [topic, 0, 2],
        ],
      )
    }
  })

  contract('the caller may reuse its buffer once an append has resolved', async (_, { log }) => {
    await log.createTopic({ name: topic, partitions: 1 })
    const buffer = Buffer.from('first ')
    await log.append([{ topic, key: null, value: buffer, timestampMs: 1 }])
    buffer.write('second')
    await log.append([{ topic, key: null, value: buffer, timestampMs: 2 }])
    assert.deepEqual(texts((await log.read(at, 0)).records), ['first ', 'second'])
  })

  contract('K appends at once give K offsets and K records', async (_, { log, restart }) => {
    await log.createTopic({ name: topic, partitions: 4 })
    const count = 500
    const results = await Promise.all(
      Array.from({ length: count }, (_, i) =>
        log.append([record({ key: `key ${i % 37}`, value: String(i) })]),
      ),
    )
    const places = results.map(([result]) => `${result?.partition}/${result?.offset}`)
    assert.equal(new Set(places).size, count)
    const stored = new Map(
      (await everything(await restart(), topic)).map((r) => [place(r), text(r)]),
    )
    assert.equal(stored.size, count)
    for (const [i, name] of places.entries()) assert.equal(stored.get(name), String(i))
  })

  contract('equal keys keep one partition and their order', async (_, { log, restart }) => {
    await log.createTopic({ name: topic, partitions: 5 })
    const keys = Array.from({ length: 20 }, (_, i) => `key ${i}`)
    const sends: Promise<unknown>[] = []
    for (let i = 0; i < 10; i++) {
      sends.push(log.append(keys.map((key) => record({ key, value: `${key}: ${i}` }))))
    }
    await Promise.all(sends)
    const again = await restart()
    await again.append(keys.map((key) => record({ key, value: `${key}: 10` })))
    const records = await everything(again, topic)
    for (const key of keys) {
      const own = records.filter((r) => r.key === key)
      assert.equal(new Set(own.map(({ partition }) => partition)).size, 1)
      assert.deepEqual(
        texts(own),
        Array.from({ length: 11 }, (_, i) => `${key}: ${i}`),
      )
    }
    assert.ok(new Set(records.map(({ partition }) => partition)).size > 1, 'keys spread')
  })

  contract('records without a key spread', async (_, { log }) => {
    await log.createTopic({ name: topic, partitions: 4 })
    for (let i = 0; i < 40; i++) await log.append([record({ key: null })])
    const used = new Set((await everything(log, topic)).map(({ partition }) => partition))
    assert.ok(used.size > 1)
  })

  contract(
    'an append over topics and partitions is kept whole or not at all',
    async (_, { log, restart }) => {
      await log.createTopic({ name: topic, partitions: 4 })
      await log.createTopic({ name: 'test.others', partitions: 2 })
      await log.append([
        record({ dedupe: { producerId: 'p', epoch: 2, sequence: 0 }, value: 'new' }),
      ])
      const mixed = [
        ...Array.from({ length: 20 }, (_, i) => record({ key: `k${i}` })),
        record({ topic: 'test.others', value: 'other' }),
        record({ dedupe: { producerId: 'p', epoch: 1, sequence: 9 }, value: 'fenced' }),
      ]
      await rejects(log.append(mixed), 'producer-fenced')
      await rejects(
        log.append([...mixed.slice(0, 21), record({ topic: 'no.such' })]),
        'topic-unknown',
      )
      for await (const current of beforeAndAfter({ log, restart })) {
        assert.deepEqual(texts(await everything(current, topic)), ['new'])
        assert.deepEqual(await everything(current, 'test.others'), [])
      }
    },
  )

  contract('an append of nothing is fine', async (_, { log }) => {
    assert.deepEqual(await log.append([]), [])
  })
}

function dedupeTests(contract: Contract): void {
  const from = (sequence: number, epoch = 1, producerId = 'producer') =>
    record({ value: `${producerId} ${epoch}/${sequence}`, dedupe: { producerId, epoch, sequence } })

  contract(
    'a producer sends a sequence twice and it is stored once',
    async (_, { log, restart }) => {
      await log.createTopic({ name: topic, partitions: 1 })
      await log.append([from(0), from(1)])
      const again = await log.append([from(0), from(1), from(2)])
      assert.deepEqual(
        again.map(({ duplicate, offset }) => [duplicate, offset]),
        [
          [true, -1],
          [true, -1],
          [false, 2],
        ],
      )
      const restarted = await restart()
      const [known, fresh] = await restarted.append([from(2), from(3)])
      assert.deepEqual([known?.duplicate, fresh?.duplicate, fresh?.offset], [true, false, 3])
      assert.equal((await everything(restarted, topic)).length, 4)
    },
  )

  contract('the same record many times at once is stored once', async (_, { log, restart }) => {
    await log.createTopic({ name: topic, partitions: 1 })
    const eventId = randomUUID()
    const byId = record({ value: 'by id', dedupe: { eventId } })
    const results = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => (await log.append([i % 2 ? from(0) : byId]))[0]),
    )
    assert.equal(results.filter((result) => result?.duplicate === false).length, 2)
    assert.deepEqual(texts(await everything(await restart(), topic)).sort(), [
      'by id',
      'producer 1/0',
    ])
  })

  contract('a duplicate within one append is stored once', async (_, { log }) => {
    await log.createTopic({ name: topic, partitions: 2 })
    const twice = record({ key: 'k', dedupe: { eventId: randomUUID() } })
    const results = await log.append([twice, twice, from(4), from(4)])
    assert.deepEqual(
      results.map(({ duplicate }) => duplicate),
      [false, true, false, true],
    )
    assert.equal((await everything(log, topic)).length, 2)
  })

  contract('producers are told apart, by partition too', async (_, { log }) => {
    await log.createTopic({ name: topic, partitions: 8 })
    await log.append([from(5), from(5, 1, 'another')])
    const dedupe = { producerId: 'producer', epoch: 1, sequence: 0 }
    const results = await log.append(
      Array.from({ length: 30 }, (_, i) =>
        record({ key: `key ${i}`, dedupe: { ...dedupe, sequence: i } }),
      ),
    )
    const partitions = new Map<number, number>()
    for (const [i, { partition, duplicate }] of results.entries()) {
      if (!duplicate) continue
      partitions.set(partition, i)
    }
    assert.ok(partitions.size <= 1, 'only where the producer had written before')
  })

  contract('a newer epoch begins anew and fences the older', async (_, { log, restart }) => {
    await log.createTopic({ name: topic, partitions: 1 })
    await log.append([from(7, 1)])
    const [newer] = await log.append([from(0, 2)])
    assert.equal(newer?.duplicate, false)
    await rejects(log.append([from(8, 1)]), 'producer-fenced')
    const again = await restart()
    await rejects(again.append([from(8, 1)]), 'producer-fenced')
    const [known] = await again.append([from(0, 2)])
    assert.equal(known?.duplicate, true)
    assert.equal((await everything(again, topic)).length, 2)
  })

  contract('an epoch that falls within one append is fenced', async (_, { log }) => {
    await log.createTopic({ name: topic, partitions: 1 })
    await rejects(log.append([from(0, 5), from(1, 4)]), 'producer-fenced')
    assert.deepEqual(await everything(log, topic), [])
    const [accepted] = await log.append([from(0, 4)])
    assert.equal(accepted?.duplicate, false, 'the refused append left no trace')
  })

  contract(
    'an event id is known for a day, whatever the key, also after a restart',
    async (t, under) => {
      const { log, restart, advanceMs } = under
      await log.createTopic({ name: topic, partitions: 4 })
      const eventId = randomUUID()
      await log.append([record({ key: 'one', dedupe: { eventId } })])
      const again = await restart()
      const upper = eventId.toUpperCase()
      const known = await again.append([
        record({ key: 'two', dedupe: { eventId } }),
        record({ key: 'one', dedupe: { eventId: upper } }),
        record({ key: 'one', dedupe: { eventId: randomUUID() } }),
      ])
      assert.deepEqual(
        known.map(({ duplicate }) => duplicate),
        [true, true, false],
      )
      if (!advanceMs) return t.diagnostic('the clock of this log cannot be turned')
      advanceMs(86_400_000)
      const [dayLater] = await again.append([record({ dedupe: { eventId } })])
      assert.equal(dayLater?.duplicate, true)
    },
  )

  contract('an event id is of one topic', async (_, { log }) => {
    await log.createTopic({ name: topic, partitions: 1 })
    await log.createTopic({ name: 'test.others', partitions: 1 })
    const dedupe = { eventId: randomUUID() }
    const results = await log.append([record({ dedupe }), record({ topic: 'test.others', dedupe })])
    assert.deepEqual(
      results.map(({ duplicate }) => duplicate),
      [false, false],
    )
  })
}

function readTests(contract: Contract): void {
  contract('reading goes on from any offset', async (_, { log }) => {
    await log.createTopic({ name: topic, partitions: 1 })
    await log.append(Array.from({ length: 10 }, (_, i) => record({ value: String(i) })))
    await log.append(Array.from({ length: 10 }, (_, i) => record({ value: String(i + 10) })))
    for (let offset = 0; offset < 20; offset++) {
      const { records, endOffset } = await log.read(at, offset)
      assert.equal(text(records[0] as LogRecord), String(offset))
      assert.equal(endOffset, 20)
    }
  })

  contract('a read stops after the batch that passes the bytes', async (_, { log }) => {
    await log.createTopic({ name: topic, partitions: 1 })
    for (let i = 0; i < 10; i++) await log.append([record({ value: 'x'.repeat(100) })])
    const read = await log.read(at, 0, { bytesMax: 250 })
    assert.equal(read.records.length, 3)
    assert.equal(read.nextOffset, 3)
    assert.equal(read.endOffset, 10)
    const least = await log.read(at, 3, { bytesMax: 1 })
    assert.equal(least.records.length, 1, 'a read always gets on')
  })

  contract('offsets outside are refused, the end is not', async (_, { log }) => {
    await log.createTopic({ name: topic, partitions: 1 })
    await log.append([record({})])
    await rejects(log.read(at, 2), 'offset-out-of-range')
    await rejects(log.read(at, -1), 'offset-out-of-range')
    await rejects(log.read(at, 0.5), 'offset-out-of-range')
    assert.deepEqual(await log.read(at, 1), { records: [], nextOffset: 1, endOffset: 1 })
  })

  contract('a waiting read gets the record that comes', async (_, { log }) => {
    await log.createTopic({ name: topic, partitions: 2 })
    const waiting = [0, 1].map((partition) => log.read({ topic, partition }, 0, { waitMs: 60_000 }))
    const [result] = await log.append([record({ key: 'k', value: 'here' })])
    const read = await waiting[result?.partition as number]
    assert.deepEqual(texts(read?.records ?? []), ['here'])
    await log.close()
    const other = await waiting[1 - (result?.partition as number)]
    assert.deepEqual(other?.records, [], 'closing ends the wait')
  })

  contract('a waiting read ends empty when its time is up or it is aborted', async (_, { log }) => {
    await log.createTopic({ name: topic, partitions: 1 })
    assert.deepEqual((await log.read(at, 0, { waitMs: 5 })).records, [])
    const { signal, abort } = abortable()
    const waiting = log.read(at, 0, { waitMs: 60_000, signal })
    abort()
    assert.deepEqual((await waiting).records, [])
    assert.deepEqual((await log.read(at, 0, { waitMs: 60_000, signal })).records, [])
  })
}

function damageTests(contract: Contract): void {
  contract(
    'a damaged batch is told with its offsets, never served, and read past',
    async (t, under) => {
      const { log, damage } = under
      if (!damage) return t.skip('this engine keeps its own checksums')
      await log.createTopic({ name: topic, partitions: 1 })
      for (let batch = 0; batch < 3; batch++) {
        await log.append([record({ value: `${batch}a` }), record({ value: `${batch}b` })])
      }
      const damaged = await damage(at, 2)
      assert.deepEqual(texts((await damaged.read(at, 0)).records), ['0a', '0b'])
      for (const offset of [2, 3]) {
        const error = await rejects(damaged.read(at, offset), 'log-corrupt')
        assert.deepEqual(error.details, { topic, partition: 0, firstOffset: offset, lastOffset: 3 })
      }
      assert.deepEqual(texts((await damaged.read(at, 4)).records), ['2a', '2b'])
      const [next] = await damaged.append([record({ value: 'new' })])
      assert.equal(next?.offset, 6)
    },
  )

  contract('damage at the end gives no offset twice', async (t, under) => {
    const { log, damage } = under
    if (!damage) return t.skip('this engine keeps its own checksums')
    await log.createTopic({ name: topic, partitions: 1 })
    await log.append([record({ value: 'good' })])
    await log.append([record({ value: 'a' }), record({ value: 'b' }), record({ value: 'c' })])
    const damaged = await damage(at, 1)
    assert.deepEqual(await damaged.offsets(at), { start: 0, end: 4 })
    const [next] = await damaged.append([record({ value: 'new' })])
    assert.equal(next?.offset, 4)
    const error = await rejects(damaged.read(at, 1), 'log-corrupt')
    assert.equal(error.details?.lastOffset, 3)
    assert.deepEqual(texts((await damaged.read(at, 4)).records), ['new'])
  })
}

function groupTests(contract: Contract): void {
  contract(
    'a lone member reads all partitions; two share them; leaving gives back',
    async (_, { log }) => {
      await log.createTopic({ name: topic, partitions: 4 })
      await log.createTopic({ name: 'test.others', partitions: 3 })
      const topics = [topic, 'test.others']
      const first = await log.join('group', topics)
      assert.equal(first.assigned().length, 7)
      let changes = 0
      first.onAssigned(() => changes++)
      const second = await log.join('group', topics)
      await settled(() => first.assigned().length < 7 && second.assigned().length > 0)
      const shared = [...first.assigned(), ...second.assigned()].map(
        (p) => `${p.topic}/${p.partition}`,
      )
      assert.equal(new Set(shared).size, 7)
      assert.equal(shared.length, 7)
      assert.ok(Math.abs(first.assigned().length - second.assigned().length) <= 1)
      assert.ok(changes > 0)
      await second.leave()
      await settled(() => first.assigned().length === 7)
      assert.deepEqual(second.assigned(), [])
      await first.leave()
    },
  )

  contract('groups and topics do not share', async (_, { log }) => {
    await log.createTopic({ name: topic, partitions: 2 })
    await log.createTopic({ name: 'test.others', partitions: 2 })
    const members = [
      await log.join('one', [topic]),
      await log.join('two', [topic]),
      await log.join('one', ['test.others']),
    ]
    await settled(() => members.every((member) => member.assigned().length === 2))
    assert.ok(members[2]?.assigned().every((p) => p.topic === 'test.others'))
    for (const member of members) await member.leave()
  })

  contract(
    'committed offsets are kept by group and partition, also after a restart',
    async (_, { log, restart }) => {
      await log.createTopic({ name: topic, partitions: 1 })
      await log.append([record({}), record({}), record({})])
      assert.equal(await log.committed('group', at), null)
      await log.commit('group', at, 2)
      await log.commit('other', at, 3)
      await log.commit('other', at, 1)
      for await (const current of beforeAndAfter({ log, restart })) {
        assert.equal(await current.committed('group', at), 2)
        assert.equal(await current.committed('other', at), 1)
        assert.equal(await current.committed('third', at), null)
      }
    },
  )
}

function record(given: Partial<Omit<AppendRecord, 'value'>> & { value?: string }): AppendRecord {
  return {
    topic,
    key: 'key',
    timestampMs: 1_795_500_000_000,
    ...given,
    value: Buffer.from(given.value ?? 'value'),
  }
}

const text = ({ value }: LogRecord): string => Buffer.from(value).toString()
const texts = (records: readonly LogRecord[]): string[] => records.map(text)
const place = ({ partition, offset }: LogRecord): string => `${partition}/${offset}`

const sortedByName = <T extends { name: string }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => a.name.localeCompare(b.name))

/** All records of a topic, partition after partition; checks that offsets are dense on the way. */
async function everything(log: EventLog, of: string): Promise<LogRecord[]> {
  const spec = (await log.topics()).find(({ name }) => name === of)
  const records: LogRecord[] = []
  for (let partition = 0; partition < (spec?.partitions ?? 0); partition++) {
    const { end } = await log.offsets({ topic: of, partition })
    for (let offset = 0; offset < end; ) {
      const read = await log.read({ topic: of, partition }, offset)
      for (const found of read.records) assert.equal(found.offset, offset++)
      assert.equal(read.nextOffset, offset)
      records.push(...read.records)
    }
  }
  return records
}

async function* beforeAndAfter(
  under: Pick<EventLogUnderTest, 'log' | 'restart'>,
): AsyncIterable<EventLog> {
  yield under.log
  yield await under.restart()
}

interface Refusal {
  code: ErrorCode
  details?: Record<string, unknown>
}

async function rejects(promise: Promise<unknown>, code: ErrorCode): Promise<Refusal> {
  const error = await promise.then(
    () => assert.fail(`expected ${code}, but it succeeded`),
    (reason: Refusal) => reason,
  )
  assert.equal(error.code, code, String(error))
  return error
}

function abortable(): { signal: AbortSignal; abort(): void } {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort() }
}

/** Remote groups take a moment to agree. */
async function settled(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!isSo() && performance.now() < deadline) await new Promise(setImmediate)
  assert.ok(isSo(), 'the group never agreed')
}
