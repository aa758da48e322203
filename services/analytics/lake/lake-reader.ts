/**
 * Records of one partition, decoded. What cannot be read or decoded becomes a gap that is told and stepped over: a
 * damaged batch must not stop all that comes after it.
 */
import { BackbeatError } from '@backbeat/contracts/errors'
import type { EventLog, LogRecord, TopicPartition } from '@backbeat/ports/event-log'
import type { ConsumedEvent } from '@backbeat/runtime/consumer'
import type { EventCodec } from '@backbeat/runtime/event-codec'
import type { LakeGap } from './lake-manifest.ts'

/** Small, so that decoding holds up the process for some milliseconds only. */
const readBytesMax = 256 * 1024

export interface LakeSource {
  events: EventLog
  codec: EventCodec
}

export interface ReadEvents {
  events: readonly ConsumedEvent[]
  nextOffset: number
  gaps: readonly LakeGap[]
}

export async function readEvents(
  source: LakeSource,
  at: TopicPartition,
  offset: number,
): Promise<ReadEvents> {
  try {
    const read = await source.events.read(at, offset, { bytesMax: readBytesMax })
    const { events, gaps } = await decode(source.codec, read.records)
    return { events, gaps, nextOffset: read.nextOffset }
  } catch (error) {
    if (!(error instanceof BackbeatError) || error.code !== 'log-corrupt') throw error
    const lastOffset = Number(error.details?.lastOffset)
    const gap = { ...at, firstOffset: offset, lastOffset, reason: error.code }
    return { events: [], gaps: [gap], nextOffset: lastOffset + 1 }
  }
}

async function decode(
  codec: EventCodec,
  records: readonly LogRecord[],
): Promise<{ events: ConsumedEvent[]; gaps: LakeGap[] }> {
  try {
    return { events: await codec.decodeRecords(records), gaps: [] }
  } catch {
    return decodeEach(codec, records)
  }
}

async function decodeEach(
  codec: EventCodec,
  records: readonly LogRecord[],
): Promise<{ events: ConsumedEvent[]; gaps: LakeGap[] }> {
  const events: ConsumedEvent[] = []
  const gaps: LakeGap[] = []
  for (const record of records) {
    try {
      events.push(...(await codec.decodeRecords([record])))
    } catch (error) {
      const { topic, partition, offset } = record
      const reason = error instanceof BackbeatError ? error.code : 'event-invalid'
      gaps.push({ topic, partition, firstOffset: offset, lastOffset: offset, reason })
    }
  }
  return { events, gaps }
}
