/**
 * What an append adds to a group: first every record is checked and placed, which may refuse the whole append, then
 * offsets are given out. Records of all appends of a group share batches, one or more a partition.
 */
import { BackbeatError } from '@backbeat/contracts/errors'
import type { AppendRecord, AppendResult } from '@backbeat/ports/event-log'
import {
  type BatchRecord,
  encodeBatch,
  keyBytesMax,
  recordBytesMax,
  timestampMax,
} from './event-log-batch.ts'
import type { Dedupe, ProducerState } from './event-log-dedupe.ts'
import type { Id } from './event-log-id-table.ts'
import { partitionOf } from './event-log-partitioner.ts'
import { idOf } from './event-log-seen-ids.ts'
import { batchKey, type LogStore } from './event-log-store.ts'
import type { PartitionState, Topic, Topics } from './event-log-topics.ts'
import type { Group } from './event-log-writer.ts'

export const valueBytesMax = 8 * 2 ** 20
const batchBytesMax = 512 * 2 ** 10

interface Placed {
  record: AppendRecord
  state: PartitionState
  duplicate: boolean
}

interface Batching {
  state: PartitionState
  baseOffset: number
  records: BatchRecord[]
  bytes: number
}

export interface CheckedAppend {
  records: readonly AppendRecord[]
  /** Of each record, its event id if it has one. */
  ids: readonly (Id | null)[]
  bytes: number
}

export interface Appender {
  /** Checks all that does not depend on what was appended before. */
  check(records: readonly AppendRecord[]): CheckedAppend
  prepare(append: CheckedAppend, group: Group): AppendResult[]
}

export function createAppender(store: LogStore, topics: Topics, dedupe: Dedupe): Appender {
  const batchings = new WeakMap<Group, Map<PartitionState, Batching>>()

  function batchingOf(group: Group, state: PartitionState): Batching {
    let open = batchings.get(group)
    if (!open) {
      open = new Map()
      batchings.set(group, open)
    }
    const found = open.get(state)
    if (found && found.bytes < batchBytesMax) return found
    const batching: Batching = { state, baseOffset: state.nextOffset, records: [], bytes: 0 }
    open.set(state, batching)
    group.seal.push(() => sealBatch(store, group, batching))
    return batching
  }

  return {
    check(records) {
      let bytes = 0
      const ids = records.map((record) => {
        validate(record)
        bytes += recordBytesMax(record)
        const { id } = topics.get(record.topic)
        return record.dedupe && 'eventId' in record.dedupe ? idOf(id, record.dedupe.eventId) : null
      })
      return { records, ids, bytes }
    },
    prepare({ records, ids }, group) {
      const placed = place(records, group, topics, dedupe)
      return placed.map(({ record, state, duplicate: known }, i) => {
        const id = ids[i] ?? null
        const duplicate = known || (id !== null && !dedupe.addEventId(id, group.changes))
        if (duplicate) return { partition: state.partition, offset: -1, duplicate }
        const batching = batchingOf(group, state)
        batching.records.push(record)
        batching.bytes += recordBytesMax(record)
        return { partition: state.partition, offset: state.nextOffset++, duplicate }
      })
    },
  }
}

/**
 * Chooses partitions and settles who is fenced. Nothing of the group is touched before the last record was looked at: a
 * refused append leaves no trace.
 */
function place(
  records: readonly AppendRecord[],
  group: Group,
  topics: Topics,
  dedupe: Dedupe,
): Placed[] {
  const own: Pick<Group['changes'], 'producers'> = { producers: new Map() }
  const pending = [own, ...group.pending]
  const spread = new Map<Topic, number>()
  const placed = records.map((record): Placed => {
    const topic = topics.get(record.topic)
    const state = topic.partitions[choosePartition(topic, record, spread)] as PartitionState
    const origin = record.dedupe
    if (!origin || 'eventId' in origin) return { record, state, duplicate: false }
    const { producerId, epoch, sequence } = origin
    const last = dedupe.producer(topic.id, state.partition, producerId, pending)
    const duplicate = isDuplicate(last.state, origin)
    if (!duplicate) own.producers.set(last.name, { key: last.key, state: { epoch, sequence } })
    return { record, state, duplicate }
  })
  for (const [name, changed] of own.producers) group.changes.producers.set(name, changed)
  return placed
}

function isDuplicate(
  last: ProducerState | null,
  origin: { producerId: string; epoch: number; sequence: number },
): boolean {
  if (!last || origin.epoch > last.epoch) return false
  if (origin.epoch < last.epoch) {
    const message = `Producer ${origin.producerId} is at epoch ${last.epoch}, not ${origin.epoch}.`
    throw new BackbeatError('producer-fenced', message)
  }
  return origin.sequence <= last.sequence
}

/**
 * Records without a key: one partition an append, in turn; but those of a producer always the same, since its sequence
 * is remembered by partition.
 */
function choosePartition(topic: Topic, record: AppendRecord, spread: Map<Topic, number>): number {
  const count = topic.partitions.length
  if (record.key !== null) return partitionOf(record.key, count)
  if (record.dedupe && 'producerId' in record.dedupe) {
    return partitionOf(record.dedupe.producerId, count)
  }
  let partition = spread.get(topic)
  if (partition === undefined) {
    partition = topic.turn++ % count
    spread.set(topic, partition)
  }
  return partition
}

function sealBatch(store: LogStore, group: Group, batching: Batching): void {
  const { state, baseOffset, records } = batching
  const { topicId, partition } = state
  const batch = encodeBatch({ topicId, partition, baseOffset }, records)
  const end = baseOffset + records.length
  const key = batchKey(topicId, partition, end - 1)
  group.writes.push(() => void store.batches.put(key, batch))
  group.durable.push(() => {
    state.durableEnd = end
    for (const wake of state.waiting) wake()
  })
}

function validate({ key, value, timestampMs, dedupe }: AppendRecord): void {
  if (value.length > valueBytesMax) {
    throw new BackbeatError('too-large', `A record has at most ${valueBytesMax} bytes.`)
  }
  if (key !== null && key.length * 3 > keyBytesMax && Buffer.byteLength(key) > keyBytesMax) {
    throw new BackbeatError('too-large', `A key has at most ${keyBytesMax} bytes.`)
  }
  if (!isWhole(timestampMs, timestampMax)) {
    throw new BackbeatError('bad-request', 'A timestamp is whole milliseconds since 1970.')
  }
  if (dedupe && 'producerId' in dedupe && !(isWhole(dedupe.epoch) && isWhole(dedupe.sequence))) {
    throw new BackbeatError('bad-request', 'Epoch and sequence are whole numbers from 0.')
  }
}

const isWhole = (value: number, max = Number.MAX_SAFE_INTEGER): boolean =>
  Number.isSafeInteger(value) && value >= 0 && value <= max
