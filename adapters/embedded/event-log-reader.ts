/** Reading: whole batches, checksum first, up to the durable end. */
import { BackbeatError } from '@backbeat/contracts/errors'
import type { LogRecord, ReadOptions, ReadResult } from '@backbeat/ports/event-log'
import { decodeBatch, isIntact } from './event-log-batch.ts'
import { batchKeyOf, type LogStore, lastOffsetOf } from './event-log-store.ts'
import type { PartitionState } from './event-log-topics.ts'

const bytesMaxDefault = 2 ** 20

export interface ReadAt {
  store: LogStore
  topic: string
  state: PartitionState
  offset: number
}

export async function readRecords(at: ReadAt, options: ReadOptions): Promise<ReadResult> {
  const { state, offset } = at
  if (!Number.isSafeInteger(offset) || offset < state.start || offset > state.durableEnd) {
    const message = `Offset ${offset} is not within ${state.start} and ${state.durableEnd}.`
    throw new BackbeatError('offset-out-of-range', message)
  }
  if (offset === state.durableEnd) await waitForRecord(state, options)
  const records = collect(at, options.bytesMax ?? bytesMaxDefault)
  return { records, nextOffset: offset + records.length, endOffset: state.durableEnd }
}

/** Until there is a record, the time is up, or the caller or the log stops. */
function waitForRecord(state: PartitionState, options: ReadOptions): Promise<void> {
  const { waitMs = 0, signal } = options
  if (waitMs <= 0 || signal?.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      state.waiting.delete(done)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, waitMs)
    state.waiting.add(done)
    signal?.addEventListener('abort', done)
  })
}

function collect(at: ReadAt, bytesMax: number): LogRecord[] {
  const { store, topic, state, offset } = at
  const { topicId, partition, durableEnd } = state
  const records: LogRecord[] = []
  let next = offset
  let bytes = 0
  while (next < durableEnd && bytes < bytesMax) {
    const key = batchKeyOf(store, topicId, partition, next)
    const lastOffset = key ? lastOffsetOf(key) : durableEnd - 1
    const batch = key && store.batches.get(key)
    if (!batch || !isIntact(batch, { topicId, partition, lastOffset })) {
      if (records.length > 0) break
      throw corrupt(topic, partition, next, lastOffset)
    }
    for (const record of decodeBatch(batch, topic)) {
      if (record.offset < next) continue
      records.push(record)
      bytes += record.value.length
    }
    next = lastOffset + 1
  }
  return records
}

function corrupt(
  topic: string,
  partition: number,
  firstOffset: number,
  lastOffset: number,
): BackbeatError {
  const message = `Topic ${topic}, partition ${partition}, offsets ${firstOffset} to ${lastOffset} are damaged.`
  const details = { topic, partition, firstOffset, lastOffset }
  return new BackbeatError('log-corrupt', message, { details })
}
