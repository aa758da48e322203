/**
 * The embedded event log: LMDB, one file a folder, one writer process. Appends are gathered into one transaction and
 * acknowledged after its fsync.
 */
import { BackbeatError } from '@backbeat/contracts/errors'
import type { EventLog, TopicPartition } from '@backbeat/ports/event-log'
import { type Clock, systemClock } from '@backbeat/runtime/clock'
import type { Logger } from '@backbeat/runtime/log'
import type { Metrics } from '@backbeat/runtime/metrics'
import { createAppender } from './event-log-append.ts'
import { readOffset, writeOffset } from './event-log-batch.ts'
import { openDedupe } from './event-log-dedupe.ts'
import { openGroups } from './event-log-groups.ts'
import { lockFolder } from './event-log-lock.ts'
import { logMeter } from './event-log-meter.ts'
import { readRecords } from './event-log-reader.ts'
import { openLogStore } from './event-log-store.ts'
import { openTopics } from './event-log-topics.ts'
import { type Group, openWriter } from './event-log-writer.ts'

export interface EventLogOptions {
  log?: Logger
  clock?: Clock
  metrics?: Metrics
}

/** Throws `start-failed` if another process writes there or the folder is of another version. */
export async function openEventLog(dir: string, options: EventLogOptions = {}): Promise<EventLog> {
  const unlock = await lockFolder(dir)
  const store = await openLogStore(dir).catch((error: unknown) => {
    unlock()
    throw error
  })
  const topics = openTopics(store)
  const dedupe = openDedupe(store, options.clock ?? systemClock)
  const appender = createAppender(store, topics, dedupe)
  const meter = logMeter(options.metrics)
  const writer = openWriter(store, {
    onCommit: meter.committed,
    onFailure: (error) => options.log?.error({ err: error }, 'event log failed; it takes no more'),
  })
  const groups = openGroups((topic) => topics.get(topic).partitions.length)
  const withDedupe = new WeakSet<Group>()

  return {
    createTopic: (spec) =>
      topics.create(spec, (put) => writer.submit(0, ({ writes }) => void writes.push(put))),
    topics: async () => topics.all().map(({ spec }) => ({ ...spec })),
    async append(records) {
      const checked = appender.check(records)
      const results = await writer.submit(checked.bytes, (group) => {
        const prepared = appender.prepare(checked, group)
        if (!withDedupe.has(group)) {
          withDedupe.add(group)
          group.writes.push(() => void group.durable.push(dedupe.write(group.changes)))
        }
        return prepared
      })
      meter.appended(results, checked.bytes)
      return results
    },
    async read(at, offset, readOptions = {}) {
      const state = topics.partition(at)
      return readRecords({ store, topic: at.topic, state, offset }, readOptions)
    },
    async offsets(at) {
      const { start, durableEnd } = topics.partition(at)
      return { start, end: durableEnd }
    },
    async join(group, names) {
      for (const name of names) topics.get(name)
      return groups.join(group, names)
    },
    async commit(group, at, nextOffset) {
      const { durableEnd } = topics.partition(at)
      if (!Number.isSafeInteger(nextOffset) || nextOffset < 0 || nextOffset > durableEnd) {
        const message = `Offset ${nextOffset} is not within 0 and ${durableEnd}.`
        throw new BackbeatError('offset-out-of-range', message)
      }
      const key = offsetKey(group, at)
      const value = Buffer.allocUnsafe(8)
      writeOffset(value, 0, nextOffset)
      await writer.submit(key.length + value.length, ({ writes }) => {
        writes.push(() => void store.offsets.put(key, value))
      })
    },
    async committed(group, at) {
      topics.partition(at)
      const value = store.offsets.get(offsetKey(group, at))
      return value ? readOffset(value, 0) : null
    },
    async close() {
      await writer.close()
      for (const topic of topics.all()) {
        for (const { waiting } of topic.partitions) for (const wake of waiting) wake()
      }
      await store.root.close()
      unlock()
    },
  }
}

const offsetKey = (group: string, { topic, partition }: TopicPartition): Buffer =>
  Buffer.from(JSON.stringify([group, topic, partition]))
