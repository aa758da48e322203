/**
 * Writes events down as they happen: `emit` appends to a spool file which the file tailer ships to delivery. It never
 * waits for a network or another service.
 */

import type { EventType } from '@backbeat/contracts/envelope'
import type { EventData } from '@backbeat/contracts/generated/events'
import { newEventId } from '@backbeat/contracts/ids'
import type { Clock } from './clock.ts'
import type { Logger } from './log.ts'
import { beginEpoch } from './producer-identity.ts'
import { createSpoolWriter, type SpoolLimits } from './spool-writer.ts'

export interface Producer {
  /** Notes an event. Returns at once; the line is in the file within some milliseconds. */
  emit<T extends EventType>(
    type: T,
    data: EventData[T],
    about?: { userId?: string | null; time?: number; id?: string },
  ): void
  /** Resolves when everything emitted so far is in the file. */
  flush(): Promise<void>
  close(): Promise<void>
}

export interface ProducerOptions {
  /** The service's name; with the installation's own id it names the producer. */
  name: string
  spoolDir: string
  clock: Clock
  log: Logger
  limits?: Partial<SpoolLimits>
}

/**
 * A producer in a new epoch. What it can't write for long (disk full) is dropped once its buffer is full: a gap in the
 * sequence shows each dropped event, the log says how many.
 */
export async function createProducer(options: ProducerOptions): Promise<Producer> {
  const { clock, log } = options
  const { producerId, epoch, folder } = await beginEpoch(options.spoolDir, options.name)
  const spool = createSpoolWriter({
    folder,
    epoch,
    clock,
    log: log.child({ producerId, epoch }),
    limits: options.limits ?? {},
  })
  let sequence = 0
  return {
    emit(type, data, about = {}) {
      const line = {
        sequence: sequence++,
        id: about.id ?? newEventId(),
        type,
        time: about.time ?? clock(),
        userId: about.userId ?? null,
        data,
      }
      spool.append(`${JSON.stringify(line)}\n`)
    },
    flush: () => spool.flush(),
    close: () => spool.close(),
  }
}
