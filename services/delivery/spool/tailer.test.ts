/** Spool files of real producers, shipped into a real log. */
import assert from 'node:assert/strict'
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { openEventLog } from '@backbeat/adapters/embedded/event-log'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { EventLog } from '@backbeat/ports/event-log'
import type { ConsumedEvent } from '@backbeat/runtime/consumer'
import { createEventCodec } from '@backbeat/runtime/event-codec'
import { createMetrics } from '@backbeat/runtime/metrics'
import { createProducer } from '@backbeat/runtime/producer'
import { quietLogger, testFolder } from '@backbeat/runtime/testing'
import { createDeliveryMeter } from '../delivery-meter.ts'
import { createEventDelivery } from '../event-delivery.ts'
import { startTailer } from './tailer.ts'

type Context = Parameters<typeof testFolder>[0]
const searched = (query: string) => ({ query, types: [], resultCount: 0 })

test('events of several producers and files arrive in order; files done with are removed', async (t) => {
  const { spoolDir, produce, tail, arrived } = await openTest(t)
  await produce('a', 300, 500)
  await produce('b', 100)
  await tail()
  await produce('a', 200)
  const events = await arrived(600)
  const last = new Map<string, number>()
  for (const { producerId, partition, epoch, sequence } of events) {
    const place = epoch * 1_000_000 + sequence
    assert.ok(place > (last.get(`${producerId} ${partition}`) ?? -1), 'in order')
    last.set(`${producerId} ${partition}`, place)
  }
  const [folder] = (await readdir(spoolDir)).filter((name) => name.startsWith('a@'))
  const left = async () =>
    (await readdir(join(spoolDir, folder as string))).filter((name) => name.endsWith('.ndjson'))
  while ((await left()).length > 1) await nextTurn()
})

test('a restart goes on at the durable place; what was sent twice is dropped by the log', async (t) => {
  const { spoolDir, produce, tail, arrived, events } = await openTest(t)
  await produce('a', 50)
  const first = await tail()
  await arrived(50)
  await first.stop()
  const [folder] = (await readdir(spoolDir)).filter((name) => name.startsWith('a@'))
  // As if the crash had come between the append and the checkpoint.
  await writeFile(
    join(spoolDir, folder as string, 'checkpoint.json'),
    '{"epoch":1,"n":0,"offset":0}',
  )
  await produce('a', 50)
  const second = await tail()
  await arrived(100)
  await second.stop()
  assert.equal(await endOf(events), 100)
})

test('a torn last line is waited for, and counted once its producer has ended', async (t) => {
  const { spoolDir, produce, tail, arrived } = await openTest(t)
  const { folder, producer } = await produce('a', 3)
  const file = join(spoolDir, folder, '1-0.ndjson')
  const line = (await readFile(file, 'utf8')).split('\n')[0] as string
  const half = line.replace('"sequence":0', '"sequence":3')
  await appendFile(file, half.slice(0, 40))
  const tailer = await tail()
  await arrived(3)
  assert.equal(tailer.status()[0]?.tornBytes, 0)
  await appendFile(file, `${half.slice(40)}\n`)
  await arrived(4)
  await appendFile(file, '{"torn')
  await producer.close()
  await produce('a', 1)
  await arrived(5)
  assert.equal(tailer.status()[0]?.tornBytes, 6)
})

test('lines that are no events are counted and kept aside, the others arrive', async (t) => {
  const { spoolDir, produce, tail, arrived } = await openTest(t)
  const { folder } = await produce('a', 2)
  const file = join(spoolDir, folder, '1-0.ndjson')
  await appendFile(file, 'no json\n{"type":"no.such"}\n\0\0\0\n')
  await appendFile(file, `${'x'.repeat(1_500_000)}\n`)
  await produce('a', 1)
  const tailer = await tail()
  await arrived(3)
  while (tailer.status()[0]?.epoch !== 2) await nextTurn()
  assert.equal(tailer.status()[0]?.rejectedLines, 4)
  const kept = await readFile(join(spoolDir, folder, 'rejected.txt'), 'utf8')
  assert.equal(kept.trimEnd().split('\n').length, 3)
})

test('while the log fails nothing is lost and the place stays', async (t) => {
  let failures = 2
  const { produce, tail, arrived, events } = await openTest(t, (log) => ({
    ...log,
    append: async (records) => {
      if (records[0]?.topic === '_schemas' || failures-- <= 0) return log.append(records)
      // The worst kind: it was appended, but nobody knows.
      if (failures === 0) await log.append(records)
      throw new BackbeatError('log-failed')
    },
  }))
  await produce('a', 20)
  await tail()
  await arrived(20)
  assert.equal(await endOf(events), 20)
})

const endOf = async (events: EventLog): Promise<number> => {
  const ends = await Promise.all(
    [0, 1, 2, 3].map((partition) => events.offsets({ topic: 'search.searched', partition })),
  )
  return ends.reduce((sum, { end }) => sum + end, 0)
}

async function openTest(t: Context, wrap: (log: EventLog) => EventLog = (log) => log) {
  const spoolDir = await testFolder(t)
  const log = await openEventLog(await testFolder(t))
  const events = wrap(log)
  const stopping = new AbortController()
  const ends: (() => Promise<void>)[] = []
  t.after(async () => {
    stopping.abort()
    await Promise.all(ends.map((end) => end()))
    await log.close()
  })
  const codec = createEventCodec({ events })
  await codec.ensureTopics(['search.searched'])
  const meter = createDeliveryMeter(createMetrics())
  const identity = { producerId: 'clients@1', epoch: 1 }
  const delivery = createEventDelivery({ events, codec, clock: Date.now, meter, identity })

  const produce = async (name: string, count: number, fileBytesMax = 1_000_000) => {
    const limits = { fileBytesMax }
    const options = { name, spoolDir, clock: Date.now, log: quietLogger, limits }
    const producer = await createProducer(options)
    ends.push(() => producer.close())
    for (let i = 0; i < count; i++) {
      producer.emit('search.searched', searched(`${name}${i}`))
      if (i % 50 === 49) await producer.flush()
    }
    await producer.flush()
    const folder = (await readdir(spoolDir)).find((found) => found.startsWith(`${name}@`)) as string
    return { folder, producer }
  }
  const tail = async () => {
    const { signal } = stopping
    const tailer = await startTailer({ spoolDir, delivery, meter, log: quietLogger, signal })
    ends.push(() => tailer.stop())
    return tailer
  }
  /** The events in the log once there are this many. */
  const arrived = async (count: number): Promise<ConsumedEvent[]> => {
    for (;;) {
      const reads = await Promise.all(
        [0, 1, 2, 3].map((partition) =>
          log.read({ topic: 'search.searched', partition }, 0, { waitMs: 10 }),
        ),
      )
      const records = reads.flatMap((read) => read.records)
      await nextTurn()
      if (records.length >= count) return codec.decodeRecords(records)
    }
  }
  return { spoolDir, produce, tail, arrived, events: log }
}
