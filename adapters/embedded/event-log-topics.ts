/**
 * Topics and the ends of their partitions. `nextOffset` is where the next record will lie, `durableEnd` what readers may
 * see; between the two lies what is being committed.
 */
import { BackbeatError } from '@backbeat/contracts/errors'
import type { TopicPartition, TopicSpec } from '@backbeat/ports/event-log'
import { endOffsetOf, type LogStore } from './event-log-store.ts'

const partitionsMax = 1_024
const namePattern = /^[A-Za-z0-9._-]{1,200}$/

export interface PartitionState {
  topicId: number
  partition: number
  start: number
  nextOffset: number
  durableEnd: number
  /** Long polls that wait for a record here. */
  waiting: Set<() => void>
}

export interface Topic {
  id: number
  spec: TopicSpec
  partitions: PartitionState[]
  /** Resolves when the topic itself is durable. */
  stored: Promise<void>
  /** Where records without a key go next. */
  turn: number
}

export interface Topics {
  all(): Topic[]
  /** `topic-unknown` if there is none. */
  get(name: string): Topic
  partition(at: TopicPartition): PartitionState
  /** `write` makes a put durable with the log's other writes. */
  create(spec: TopicSpec, write: (put: () => void) => Promise<void>): Promise<void>
}

export function openTopics(store: LogStore): Topics {
  const topics = new Map<string, Topic>()
  for (const { key, value } of store.topics.getRange()) {
    const { id, partitions } = JSON.parse(value.toString()) as { id: number; partitions: number }
    const spec = { name: key.toString(), partitions }
    topics.set(spec.name, {
      id,
      spec,
      partitions: readPartitions(store, id, partitions),
      turn: 0,
      stored: Promise.resolve(),
    })
  }

  const get = (name: string): Topic => {
    const topic = topics.get(name)
    if (!topic) throw new BackbeatError('topic-unknown', `There is no topic ${name}.`)
    return topic
  }

  return {
    all: () => [...topics.values()],
    get,
    partition(at) {
      const partition = get(at.topic).partitions[at.partition]
      if (partition) return partition
      throw new BackbeatError('topic-unknown', `There is no partition ${at.topic}/${at.partition}.`)
    },
    async create(spec, write) {
      validate(spec)
      const known = topics.get(spec.name)
      if (known) {
        checkPartitions(known.spec, spec)
        return known.stored
      }
      const id = topics.size
      const value = Buffer.from(JSON.stringify({ id, partitions: spec.partitions }))
      const stored = write(() => void store.topics.put(Buffer.from(spec.name), value))
      // Known at once, so that a second call meanwhile takes no other id.
      const partitions = readPartitions(store, id, spec.partitions)
      topics.set(spec.name, { id, spec: { ...spec }, partitions, turn: 0, stored })
      return stored
    },
  }
}

function validate({ name, partitions }: TopicSpec): void {
  if (!namePattern.test(name)) {
    throw new BackbeatError(
      'bad-request',
      `A topic's name has letters, digits, . _ -, not ${name}.`,
    )
  }
  if (!Number.isInteger(partitions) || partitions < 1 || partitions > partitionsMax) {
    throw new BackbeatError('bad-request', `A topic has 1 to ${partitionsMax} partitions.`)
  }
}

function checkPartitions(known: TopicSpec, asked: TopicSpec): void {
  if (known.partitions === asked.partitions) return
  const message = `Topic ${known.name} has ${known.partitions} partitions, not ${asked.partitions}.`
  throw new BackbeatError('conflict', message)
}

function readPartitions(store: LogStore, topicId: number, count: number): PartitionState[] {
  return Array.from({ length: count }, (_, partition) => {
    const end = endOffsetOf(store, topicId, partition)
    const waiting = new Set<() => void>()
    return { topicId, partition, start: 0, nextOffset: end, durableEnd: end, waiting }
  })
}
