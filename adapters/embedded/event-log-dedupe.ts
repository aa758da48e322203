/**
 * Who has been here: the last epoch and sequence of each (partition, producer), and the event ids of the last day or
 * two. Both are written in the transaction of the records they stand for. Ids lie in buckets of a day, so that
 * forgetting is the removal of a key range; two buckets are asked.
 */
import { BackbeatError } from '@backbeat/contracts/errors'
import { isUuid } from '@backbeat/contracts/ids'
import type { Clock } from '@backbeat/runtime/clock'
import { readOffset, writeOffset } from './event-log-batch.ts'
import type { LogStore } from './event-log-store.ts'

const dayMs = 86_400_000
const sweptPerCommit = 2_000
const present = Buffer.from([1])

export interface ProducerState {
  epoch: number
  sequence: number
}

/** What a group of appends changes; visible to itself and the next group before it is committed. */
export interface DedupeChanges {
  producers: Map<string, { key: Buffer; state: ProducerState }>
  eventIds: Map<string, Buffer>
}

export const noChanges = (): DedupeChanges => ({ producers: new Map(), eventIds: new Map() })

export interface Dedupe {
  producerState(
    topicId: number,
    partition: number,
    producerId: string,
    pending: readonly DedupeChanges[],
  ): { name: string; key: Buffer; state: ProducerState | null }
  eventIdKey(topicId: number, eventId: string): { name: string; key: Buffer }
  knowsEventId(key: Buffer, name: string, pending: readonly DedupeChanges[]): boolean
  /** Puts the changes and removes some of what is too old; inside a batch of the store. */
  write(changes: DedupeChanges): void
}

export function openDedupe(store: LogStore, clock: Clock): Dedupe {
  let day = lastDay(store)
  const today = (): number => {
    // Never back: a clock that jumps must not hide ids under a later bucket.
    day = Math.max(day, Math.floor(clock() / dayMs))
    return day
  }
  return {
    producerState(topicId, partition, producerId, pending) {
      const name = `${topicId}/${partition}/${producerId}`
      for (const changes of pending) {
        const found = changes.producers.get(name)
        if (found) return { name, key: found.key, state: found.state }
      }
      const key = producerKey(topicId, partition, producerId)
      const stored = store.producers.get(key)
      return { name, key, state: stored ? decodeState(stored) : null }
    },
    eventIdKey(topicId, eventId) {
      const key = eventIdKey(today(), topicId, eventId)
      return { name: key.toString('latin1', 4), key }
    },
    knowsEventId(key, name, pending) {
      for (const changes of pending) if (changes.eventIds.has(name)) return true
      if (store.eventIds.doesExist(key)) return true
      const yesterday = Buffer.from(key)
      yesterday.writeUInt32BE(key.readUInt32BE(0) - 1, 0)
      return store.eventIds.doesExist(yesterday)
    },
    write(changes) {
      for (const { key, state } of changes.producers.values()) {
        void store.producers.put(key, encodeState(state))
      }
      for (const key of changes.eventIds.values()) void store.eventIds.put(key, present)
      sweep(store, today())
    },
  }
}

function sweep(store: LogStore, day: number): void {
  const end = Buffer.alloc(4)
  end.writeUInt32BE(Math.max(0, day - 1), 0)
  for (const key of store.eventIds.getKeys({
    start: Buffer.alloc(1),
    end,
    limit: sweptPerCommit,
  })) {
    void store.eventIds.remove(Buffer.from(key))
  }
}

function lastDay(store: LogStore): number {
  for (const key of store.eventIds.getKeys({ reverse: true, limit: 1 })) return key.readUInt32BE(0)
  return 0
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

function eventIdKey(day: number, topicId: number, eventId: string): Buffer {
  if (!isUuid(eventId)) throw new BackbeatError('bad-request', 'An event id is a UUID.')
  const key = Buffer.allocUnsafe(24)
  key.writeUInt32BE(day, 0)
  key.writeUInt32BE(topicId, 4)
  key.write(eventId.replaceAll('-', ''), 8, 'hex')
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
