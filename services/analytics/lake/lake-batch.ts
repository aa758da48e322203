/** Events on their way into the lake: an open Parquet file for each partition and hour. */
import type { EventType } from '@backbeat/contracts/envelope'
import { eventTypes } from '@backbeat/contracts/generated/events'
import type { TopicPartition } from '@backbeat/ports/event-log'
import type { ConsumedEvent } from '@backbeat/runtime/consumer'
import { createParquetFile, type ParquetFile } from '../parquet/parquet-file.ts'
import type { Field } from '../parquet/parquet-schema.ts'
import { columnsOf, rowOf } from './lake-columns.ts'
import type { LakeFile, LakeGap } from './lake-manifest.ts'

export interface OpenFile {
  file: LakeFile
  content: ParquetFile
}

export interface LakeBatch {
  add(at: TopicPartition, events: readonly ConsumedEvent[], nextOffset: number): void
  files(): OpenFile[]
  rows(): number
  /** Per `topic/partition`, where reading goes on. */
  nextOffsets: Map<string, number>
  gaps: LakeGap[]
}

const columns = new Map<EventType, Field[]>()

export function openFile(first: ConsumedEvent): OpenFile {
  const { type, partition, offset } = first
  let fields = columns.get(type)
  if (!fields) {
    fields = columnsOf(type)
    columns.set(type, fields)
  }
  const file: LakeFile = {
    event: eventTypes[type].name,
    ...hourOf(first),
    topic: type,
    partition,
    firstOffset: offset,
    lastOffset: offset,
    rows: 0,
    bytes: 0,
  }
  return { file, content: createParquetFile(fields) }
}

export function addEvent(open: OpenFile, event: ConsumedEvent): void {
  open.content.append(rowOf(event))
  open.file.lastOffset = event.offset
  open.file.rows++
}

export function createBatch(): LakeBatch {
  const files = new Map<string, OpenFile>()
  const nextOffsets = new Map<string, number>()
  let rows = 0
  return {
    nextOffsets,
    gaps: [],
    rows: () => rows,
    files: () => [...files.values()],
    add(at, events, nextOffset) {
      for (const event of events) {
        const name = `${at.topic}/${at.partition}/${hourNumber(event)}`
        let open = files.get(name)
        if (!open) {
          open = openFile(event)
          files.set(name, open)
        }
        addEvent(open, event)
      }
      rows += events.length
      nextOffsets.set(`${at.topic}/${at.partition}`, nextOffset)
    },
  }
}

export const hourMs = 3_600_000

/** By the time of receipt. */
export const hourNumber = ({ receivedAt }: Pick<ConsumedEvent, 'receivedAt'>): number =>
  Math.floor(receivedAt / hourMs)

/** UTC. */
function hourOf({ receivedAt }: Pick<ConsumedEvent, 'receivedAt'>) {
  const text = new Date(receivedAt).toISOString()
  return { dt: text.slice(0, 10), hour: text.slice(11, 13) }
}
