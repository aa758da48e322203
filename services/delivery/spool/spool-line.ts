/** One line of a spool: written by our own producer, but checked all the same, for disks and versions differ. */
import { isEventType } from '@backbeat/contracts/envelope'
import { isUuid } from '@backbeat/contracts/ids'
import type { SpooledEvent } from '../event-delivery.ts'
import { type Faults, fitPayload } from '../fit-event.ts'

export type ReadSpoolLine = { event: SpooledEvent } | { type: unknown; fault: string }

export function readSpoolLine(
  text: string,
  { producerId, epoch }: { producerId: string; epoch: number },
): ReadSpoolLine {
  let line: Record<string, unknown>
  try {
    line = JSON.parse(text) as Record<string, unknown>
  } catch (error) {
    return { type: undefined, fault: `not JSON: ${(error as Error).message}` }
  }
  if (typeof line !== 'object' || line === null) return { type: undefined, fault: 'not an object' }
  const { sequence, id, type, time, userId, data } = line
  if (typeof type !== 'string' || !isEventType(type)) return { type, fault: 'unknown event type' }
  const faults: Faults = []
  if (!Number.isSafeInteger(sequence)) faults.push('sequence: expected a whole number')
  if (typeof id !== 'string' || !isUuid(id)) faults.push('id: expected a UUID')
  if (!Number.isSafeInteger(time)) faults.push('time: expected milliseconds since 1970')
  if (userId !== null && typeof userId !== 'string') faults.push('userId: expected text or null')
  const payload = fitPayload(type, data, faults)
  if (faults.length > 0 || !payload) return { type, fault: faults.join('; ') }
  return {
    event: {
      id: id as string,
      type,
      time: time as number,
      userId: userId as string | null,
      data: payload,
      origin: { producerId, epoch, sequence: sequence as number },
    },
  }
}
