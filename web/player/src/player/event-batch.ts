/** Events as the lines of one request: as many as fit, at least one. */

export interface QueuedEvent {
  id: string
  userId: string
  /** The event as one JSON line, without line break. */
  line: string
}

export function batchOf(
  events: readonly QueuedEvent[],
  limits: { lines: number; bytes: number },
): QueuedEvent[] {
  const batch: QueuedEvent[] = []
  let bytes = 0
  for (const event of events) {
    bytes += new TextEncoder().encode(event.line).length + 1
    if (batch.length >= limits.lines || (batch.length > 0 && bytes > limits.bytes)) break
    batch.push(event)
  }
  return batch
}

export const bodyOf = (batch: readonly QueuedEvent[]): string =>
  batch.map((event) => `${event.line}\n`).join('')
