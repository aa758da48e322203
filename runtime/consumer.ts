/** Consumer groups over the event log, with events decoded. */
import type { Event, EventType } from '@backbeat/contracts/envelope'
import type { EventLog, TopicPartition } from '@backbeat/ports/event-log'
import type { Kysely } from 'kysely'
import { createOffsetTable, sumOfOffsets } from './consumer-store.ts'
import type { EventCodec } from './event-codec.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import { type ProjectedPartition, projectPartition } from './partition-projection.ts'

export interface ConsumedEvent<T extends EventType = EventType> extends Event<T> {
  partition: number
  offset: number
}

export interface Consumers {
  /**
   * Keeps tables of the calling service in step with the log, each event applied exactly once: the offset is stored in
   * the transaction that `apply` gets. Batches hold up to 1,000 events of one partition, in order; partitions go side
   * by side, so events of different topics or keys come in any order. An error is retried with growing pauses; it
   * never skips.
   */
  project<Tables, T extends EventType>(options: {
    group: string
    types: readonly T[]
    apply(trx: Kysely<Tables>, events: readonly ConsumedEvent<T>[]): Promise<void>
  }): Promise<Projection>
}

export interface Projection {
  /** Events between its position and the end of the log. */
  lag(): Promise<number>
  stop(): Promise<void>
}

export interface ConsumersOptions {
  // biome-ignore lint/suspicious/noExplicitAny: each projection knows its own tables
  db: Kysely<any>
  service: string
  events: EventLog
  codec: EventCodec
  log: Logger
  metrics: Metrics
  /** Ends all projections. */
  signal: AbortSignal
}

export function createConsumers(options: ConsumersOptions): Consumers & { stop(): Promise<void> } {
  const { db, events, codec } = options
  let table: Promise<void> | undefined
  const projections: Projection[] = []
  return {
    async project({ group, types, apply }) {
      table ??= createOffsetTable(db)
      await table
      await codec.ensureTopics(types)
      const start = (at: TopicPartition, signal: AbortSignal) =>
        projectPartition({
          ...options,
          at: { group, ...at },
          signal,
          apply: apply as ProjectedPartition['apply'],
        })
      const members = await followAssignment(options, { group, types, start })
      const projection: Projection = {
        lag: async () => {
          const ends = await Promise.all((await partitionsOf(events, types)).map(endOffset))
          return ends.reduce((sum, end) => sum + end, 0) - (await sumOfOffsets(db, group, types))
        },
        stop: members.stop,
      }
      projections.push(projection)
      return projection
    },
    stop: async () => {
      await Promise.all(projections.map((projection) => projection.stop()))
    },
  }

  async function endOffset(at: TopicPartition): Promise<number> {
    return (await events.offsets(at)).end
  }
}

async function partitionsOf(
  events: EventLog,
  topics: readonly string[],
): Promise<TopicPartition[]> {
  const specs = (await events.topics()).filter((spec) => topics.includes(spec.name))
  return specs.flatMap(({ name, partitions }) =>
    Array.from({ length: partitions }, (_, partition) => ({ topic: name, partition })),
  )
}

interface Following {
  group: string
  types: readonly EventType[]
  start(at: TopicPartition, signal: AbortSignal): Promise<void>
}

/** Runs one loop for each partition that the group assigns to this member. */
async function followAssignment(
  { events, signal }: ConsumersOptions,
  { group, types, start }: Following,
): Promise<{ stop(): Promise<void> }> {
  const loops = new Map<string, { end: AbortController; done: Promise<void> }>()
  const member = await events.join(group, types)
  let stopped: Promise<void> | undefined

  const follow = (): void => {
    if (stopped) return
    const assigned = new Map(member.assigned().map((at) => [`${at.topic} ${at.partition}`, at]))
    for (const [key, loop] of loops) if (!assigned.has(key)) loop.end.abort()
    for (const [key, at] of assigned) {
      const before = loops.get(key)
      if (before && !before.end.signal.aborted) continue
      const end = new AbortController()
      // A partition that went and came back must not have two loops: the new one waits for the old.
      const done = (before?.done ?? Promise.resolve()).then(() => start(at, end.signal))
      loops.set(key, { end, done })
    }
  }
  const stop = (): Promise<void> => {
    stopped ??= (async () => {
      for (const loop of loops.values()) loop.end.abort()
      await Promise.all([...loops.values()].map((loop) => loop.done))
      await member.leave()
    })()
    return stopped
  }
  member.onAssigned(follow)
  follow()
  signal.addEventListener('abort', () => void stop().catch(() => undefined), { once: true })
  if (signal.aborted) await stop()
  return { stop }
}
