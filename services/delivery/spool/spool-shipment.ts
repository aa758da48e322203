/**
 * Delivers the whole lines of one spool file. The next piece is read and encoded while the one before becomes durable,
 * but is appended only afterwards: the log takes a producer's events in order alone.
 */
import type { FileHandle } from 'node:fs/promises'
import type { DeliveryMeter } from '../delivery-meter.ts'
import type { EventDelivery, PreparedEvents } from '../event-delivery.ts'
import { findLineEnd, readLines } from './spool-reader.ts'
import type { SpoolState } from './spool-state.ts'

const pieceBytes = 1024 * 1024

export interface Shipment {
  state: SpoolState
  handle: FileHandle
  epoch: number
  delivery: EventDelivery
  meter: DeliveryMeter
  signal: AbortSignal
}

/** Goes on from the state's place; resolves with the bytes at the end of the file that are no whole line. */
export async function shipFile(shipment: Shipment): Promise<number> {
  const { state, handle, epoch, delivery, signal } = shipment
  let pending: Promise<void> = Promise.resolve()
  let offset = state.place.offset
  let rest = 0
  try {
    while (!signal.aborted) {
      const read = await readLines(handle, offset, pieceBytes)
      rest = read.rest
      if (read.lines.length > 0) {
        const prepared = delivery.prepareFromSpool(await state.eventsOf(read.lines, epoch))
        await pending
        offset = read.end
        pending = acknowledge(state, prepared, offset)
        // Its failure surfaces at the next `await pending`.
        pending.catch(() => undefined)
        continue
      }
      await pending
      const next = read.tooLong ? await passLongLine(shipment, offset) : null
      if (next === null) return rest
      offset = next
    }
    return rest
  } finally {
    await pending
  }
}

async function acknowledge(
  state: SpoolState,
  prepared: PreparedEvents,
  offset: number,
): Promise<void> {
  const { accepted } = await prepared.append()
  state.counts.delivered += accepted
  state.place = { ...state.place, offset }
  await state.saveNowAndThen()
}

/** No event is that long: the line is counted and passed over. Null while its end isn't written. */
async function passLongLine(
  { state, handle, meter }: Shipment,
  offset: number,
): Promise<number | null> {
  const end = await findLineEnd(handle, offset, pieceBytes)
  if (end === null) return null
  state.counts.rejectedLines++
  meter.rejected('spool', undefined)
  state.log.error({ ...state.place, bytes: end - offset }, 'a spool line is too long: passed over')
  state.place = { ...state.place, offset: end }
  return end
}
