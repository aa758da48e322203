/** Reading: whole batches, checksum first, up to the durable end. */
import { BackbeatError } from '@backbeat/contracts/errors'
import type { LogRecord, ReadOptions, ReadResult } from '@backbeat/ports/event-log'
import { countOf, decodeBatch, isIntact } from './event-log-batch.ts'
import { batchKey, batchKeyAtOrBefore, type LogStore, offsetOfBatchKey } from './event-log-store.ts'
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

function collect({ store, topic, state, offset }: ReadAt, bytesMax: number): LogRecord[] {
  const { topicId, partition, durableEnd } = state
  const records: LogRecord[] = []
  let next = offset
  let bytes = 0
  while (next < durableEnd && bytes < bytesMax) {
    const key = batchKeyAtOrBefore(store.batches, topicId, partition, next)
    const baseOffset = key ? offsetOfBatchKey(key) : -1
    const batch = key ? store.batches.get(key) : undefined
    const intact = batch !== undefined && isIntact(batch, { topicId, partition, baseOffset })
    if (!intact || baseOffset + countOf(batch) <= next) {
      if (records.length > 0) break
      throw corrupt({ store, topic, state, offset: next })
    }
    for (const record of decodeBatch(batch, topic)) {
      if (record.offset < next) continue
      records.push(record)
      bytes += record.value.length
    }
    next = baseOffset + countOf(batch)
  }
  return records
}

/** The range up to the next batch, whatever the damaged bytes say. */
function corrupt({ store, topic, state, offset }: ReadAt): BackbeatError {
  const { topicId, partition, durableEnd } = state
  let lastOffset = durableEnd - 1
  const start = batchKey(topicId, partition, offset + 1)
  const end = batchKey(topicId, partition, durableEnd)
  for (const key of store.batches.getKeys({ start, end, limit: 1 })) {
    lastOffset = offsetOfBatchKey(key) - 1
  }
  const message = `Topic ${topic}, partition ${partition}, offsets ${offset} to ${lastOffset} are damaged.`
  const details = { topic, partition, firstOffset: offset, lastOffset }
  return new BackbeatError('log-corrupt', message, { details })
}
