/**
 * Writes events down as they happen: `emit` appends to a spool file which the file tailer ships to delivery. It never
 * waits for a network or another service.
 */
import type { EventType } from '@backbeat/contracts/envelope'
import type { EventData } from '@backbeat/contracts/generated/events'

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
