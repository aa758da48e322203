/**
 * Who has been here: the last epoch and sequence of each (partition, producer), and the event ids of the last day. Both
 * are written in the transaction of the records they stand for.
 */
import { BackbeatError } from '@backbeat/contracts/errors'
import type { Clock } from '@backbeat/runtime/clock'
import { readOffset, writeOffset } from './event-log-batch.ts'
import type { Id } from './event-log-id-table.ts'
import { IdJournal, openSeenIds } from './event-log-seen-ids.ts'
import type { LogStore } from './event-log-store.ts'

export interface ProducerState {
  epoch: number
  sequence: number
}

/** What a group of appends changes; visible to itself and the next group before it is committed. */
export interface DedupeChanges {
  producers: Map<string, { key: Buffer; state: ProducerState }>
  eventIds: IdJournal
}

export const noChanges = (): DedupeChanges => ({ producers: new Map(), eventIds: new IdJournal() })

export interface FoundProducer {
  name: string
  key: Buffer
  state: ProducerState | null
}

export interface Dedupe {
  /** The last word of a producer in a partition, by the changes in this order, else by the store. */
  producer(
    topicId: number,
    partition: number,
    producerId: string,
    pending: readonly Pick<DedupeChanges, 'producers'>[],
  ): FoundProducer
  /** Notes an event id; false if it was known. */
  addEventId(id: Id, changes: DedupeChanges): boolean
  /** Keeps the changes; inside a batch of the store. Call the result when that is durable. */
  write(changes: DedupeChanges): () => void
}

export function openDedupe(store: LogStore, clock: Clock): Dedupe {
  const seenIds = openSeenIds(store.eventIds)
  return {
    producer(topicId, partition, producerId, pending) {
      const name = `${topicId}/${partition}/${producerId}`
      for (const changes of pending) {
        const found = changes.producers.get(name)
        if (found) return { name, ...found }
      }
      const key = producerKey(topicId, partition, producerId)
      const stored = store.producers.get(key)
      return { name, key, state: stored ? decodeState(stored) : null }
    },
    addEventId: (id, changes) => seenIds.add(id, changes.eventIds),
    write(changes) {
      for (const { key, state } of changes.producers.values()) {
        void store.producers.put(key, encodeState(state))
      }
      return seenIds.write(changes.eventIds, clock())
    },
  }
}

function producerKey(topicId: number, partition: number, producerId: string): Buffer {
  const id = Buffer.from(producerId, 'utf8')
  if (id.length === 0 || id.length > 255) {
    throw new BackbeatError('bad-request', 'A producer id has 1 to 255 bytes.')
  }
  const key = Buffer.allocUnsafe(8 + id.length)
  key.writeUInt32BE(topicId, 0)
  key.writeUInt32BE(partition, 4)
  key.set(id, 8)
  return key
}

function encodeState(state: ProducerState): Buffer {
  const bytes = Buffer.allocUnsafe(16)
  writeOffset(bytes, 0, state.epoch)
  writeOffset(bytes, 8, state.sequence)
  return bytes
}

const decodeState = (bytes: Buffer): ProducerState => ({
  epoch: readOffset(bytes, 0),
  sequence: readOffset(bytes, 8),
})
