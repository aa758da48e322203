/**
 * The LMDB environment under the event log and the keys in it. A commit is durable when it resolves: `overlappingSync`
 * is off because with it a failed fsync is never told to the caller, whose acknowledgement would wait forever.
 */
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { BackbeatError } from '@backbeat/contracts/errors'
import { type Database, open, type RootDatabase } from 'lmdb'
import { readOffset, writeOffset } from './event-log-batch.ts'

export type Table = Database<Buffer, Buffer>

export interface LogStore {
  root: RootDatabase<Buffer, Buffer>
  /**
   * [topic id, partition, last offset] → batch. The last rather than the base offset, so that a partition's end and the
   * extent of a damaged batch are known without trusting its bytes.
   */
  batches: Table
  /** Topic name → id and partition count, as JSON. */
  topics: Table
  /** [topic id, partition, producer id] → epoch, last sequence. */
  producers: Table
  /** Journal and runs of event ids; see `event-log-seen-ids.ts`. */
  eventIds: Table
  /** JSON of [group, topic, partition] → next offset. */
  offsets: Table
}

const formatKey = Buffer.from('format')
const format = Buffer.from('backbeat event log 1')

export async function openLogStore(dir: string): Promise<LogStore> {
  const path = join(dir, 'log.mdb')
  const root = open<Buffer, Buffer>({
    path,
    overlappingSync: false,
    encoding: 'binary',
    keyEncoding: 'binary',
    maxDbs: 8,
  })
  chmodSync(path, 0o600)
  const table = (name: string): Table =>
    root.openDB<Buffer, Buffer>({ name, encoding: 'binary', keyEncoding: 'binary' })
  const store: LogStore = {
    root,
    batches: table('batches'),
    topics: table('topics'),
    producers: table('producers'),
    eventIds: table('event-ids'),
    offsets: table('offsets'),
  }
  const meta = table('meta')
  const found = meta.get(formatKey)
  if (found && !format.equals(found)) {
    await root.close()
    throw new BackbeatError('start-failed', `The event log in ${dir} is of another version.`)
  }
  // Also flushes what a killed process had committed but perhaps not yet synced.
  await meta.put(formatKey, format)
  return store
}

export function batchKey(topicId: number, partition: number, offset: number): Buffer {
  const key = Buffer.allocUnsafe(16)
  key.writeUInt32BE(topicId, 0)
  key.writeUInt32BE(partition, 4)
  writeOffset(key, 8, offset)
  return key
}

export const lastOffsetOf = (key: Buffer): number => readOffset(key, 8)

/** The key of the batch that holds an offset. */
export function batchKeyOf(
  { batches }: LogStore,
  topicId: number,
  partition: number,
  offset: number,
): Buffer | undefined {
  const start = batchKey(topicId, partition, offset)
  const end = batchKey(topicId, partition + 1, 0)
  for (const key of batches.getKeys({ start, end, limit: 1 })) return key
  return undefined
}

/** One above the last stored offset. */
export function endOffsetOf({ batches }: LogStore, topicId: number, partition: number): number {
  const start = batchKey(topicId, partition, Number.MAX_SAFE_INTEGER)
  // The end of a reverse range is exclusive: the prefix of the first key lies just below it.
  const end = batchKey(topicId, partition, 0).subarray(0, 8)
  for (const key of batches.getKeys({ start, end, reverse: true, limit: 1 })) {
    return lastOffsetOf(key) + 1
  }
  return 0
}
