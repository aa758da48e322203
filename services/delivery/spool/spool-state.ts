/** What is known of one producer's spool: the place up to which it is delivered, made durable now and then, and counts. */
import type { Logger } from '@backbeat/runtime/log'
import type { SpooledEvent } from '../event-delivery.ts'
import { createRejectedLines } from './rejected-lines.ts'
import { type Place, readCheckpoint, writeCheckpoint } from './spool-files.ts'
import { readSpoolLine } from './spool-line.ts'
import type { TailerOptions } from './tailer.ts'

const checkpointEveryMs = 250

export interface SpoolOptions extends TailerOptions {
  folder: string
  producerId: string
}

export interface SpoolStatus extends Place {
  producerId: string
  /** Events delivered since the start. */
  delivered: number
  /** Lines that were no valid events. */
  rejectedLines: number
  /** Bytes that ended without a line end when their producer was killed. */
  tornBytes: number
}

export interface SpoolState {
  readonly log: Logger
  place: Place
  counts: { delivered: number; rejectedLines: number; tornBytes: number }
  load(): Promise<void>
  save(): Promise<void>
  saveNowAndThen(): Promise<void>
  /** The events in these lines; what is none is counted and kept aside. */
  eventsOf(lines: readonly string[], epoch: number): Promise<SpooledEvent[]>
  status(): SpoolStatus
}

export function createSpoolState(options: SpoolOptions): SpoolState {
  const { folder, producerId, meter } = options
  const log = options.log.child({ producerId })
  const rejected = createRejectedLines(folder, log)
  let saved = ''
  let savedAt = 0
  const state: SpoolState = {
    log,
    place: { epoch: 0, n: 0, offset: 0 },
    counts: { delivered: 0, rejectedLines: 0, tornBytes: 0 },
    async load() {
      state.place = await readCheckpoint(folder)
    },
    async save() {
      const text = JSON.stringify(state.place)
      if (text === saved) return
      await writeCheckpoint(folder, state.place)
      saved = text
      savedAt = performance.now()
    },
    async saveNowAndThen() {
      if (performance.now() - savedAt > checkpointEveryMs) await state.save()
    },
    async eventsOf(lines, epoch) {
      const events: SpooledEvent[] = []
      for (const text of lines) {
        const read = readSpoolLine(text, { producerId, epoch })
        if ('event' in read) {
          events.push(read.event)
          continue
        }
        state.counts.rejectedLines++
        meter.rejected('spool', read.type)
        await rejected.keep({ epoch, fault: read.fault, text })
      }
      return events
    },
    status: () => ({ producerId, ...state.place, ...state.counts }),
  }
  return state
}
