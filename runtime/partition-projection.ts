/**
 * One partition of a projection: read, decode, then apply and move the offset in one transaction. Whoever else works
 * on the same partition (a member that lost it unawares) fails to move the offset, and its transaction leaves nothing.
 */
import type { ConsumedEvent, ConsumersOptions } from './consumer.ts'
import { moveOffset, type Position, storedOffset } from './consumer-store.ts'
import type { AnyDatabase } from './outbox-store.ts'
import { pauseFor, retryPauses } from './retry-pauses.ts'

const batchMax = 1_000
const readBytesMax = 1024 * 1024
const waitMs = 10_000

export interface ProjectedPartition extends ConsumersOptions {
  at: Position
  signal: AbortSignal
  apply(trx: AnyDatabase, events: readonly ConsumedEvent[]): Promise<void>
}

/** Works until aborted; never throws. */
export async function projectPartition(options: ProjectedPartition): Promise<void> {
  const { at, log, signal } = options
  const pauses = retryPauses()
  while (!signal.aborted) {
    try {
      let position = await storedOffset(options.db, at)
      while (!signal.aborted) {
        position = await advance(options, position)
        pauses.reset()
      }
    } catch (error) {
      if (signal.aborted) return
      const retryInMs = pauses.next()
      log.error({ err: error, ...at, retryInMs }, 'a projection failed; trying again')
      await pauseFor(retryInMs, signal)
    }
  }
}

/** Reads once and applies what came; the new position. */
async function advance(options: ProjectedPartition, position: number): Promise<number> {
  const { at, events, codec, signal } = options
  const read = await events.read(at, position, { bytesMax: readBytesMax, waitMs, signal })
  const { observeLag, observeApplied } = observers(options)
  observeLag(read.endOffset - position)
  if (read.records.length === 0) return position
  const decoded = await codec.decodeRecords(read.records)
  let from = position
  for (let i = 0; i < decoded.length && !signal.aborted; i += batchMax) {
    const batch = decoded.slice(i, i + batchMax)
    const last = i + batchMax >= decoded.length
    const to = last ? read.nextOffset : (batch.at(-1) as ConsumedEvent).offset + 1
    if (!(await applyBatch(options, batch, { from, to }))) return storedOffset(options.db, at)
    observeApplied(batch.length)
    from = to
    observeLag(read.endOffset - from)
  }
  return from
}

function applyBatch(
  { db, at, apply }: ProjectedPartition,
  batch: readonly ConsumedEvent[],
  move: { from: number; to: number },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    if (!(await moveOffset(trx, at, move))) return false
    await apply(trx, batch)
    return true
  })
}

function observers({ metrics, service, at }: ProjectedPartition) {
  const labels = { service, group: at.group, topic: at.topic }
  const lag = metrics.gauge(
    'backbeat_consumer_lag_events',
    'Events between a consumer and the end of the log, by partition',
    ['service', 'group', 'topic', 'partition'],
  )
  const applied = metrics.counter(
    'backbeat_consumer_events_total',
    'Events that a consumer has applied',
    ['service', 'group', 'topic'],
  )
  return {
    observeLag: (events: number) => lag.set({ ...labels, partition: String(at.partition) }, events),
    observeApplied: (events: number) => applied.inc(labels, events),
  }
}
