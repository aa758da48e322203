/**
 * A client's batch, `POST /events/v1/batches`: one JSON object a line. Good lines are delivered, bad ones answered
 * with their line number.
 */
import { isUtf8 } from 'node:buffer'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { Clock } from '@backbeat/runtime/clock'
import { type LineError, lineBytesMax, type ReadLine, readClientLine } from './client-line.ts'
import type { DeliveryMeter } from './delivery-meter.ts'
import type { EventDelivery, UnnumberedEvent } from './event-delivery.ts'

export const linesMax = 10_000

export interface BatchAnswer {
  accepted: number
  duplicates: number
  errors: LineError[]
}

export interface BatchOptions {
  delivery: EventDelivery
  meter: DeliveryMeter
  clock: Clock
}

/** Throws `bad-request` when there is no line at all, `too-large` for too many. */
export async function takeClientBatch(
  body: Buffer,
  userId: string,
  { delivery, meter, clock }: BatchOptions,
): Promise<BatchAnswer> {
  const errors: LineError[] = []
  const events = new Map<string, { event: UnnumberedEvent; text: string }>()
  const now = clock()
  let repeated = 0
  for (const { line, text, fault } of linesOf(body)) {
    const read: ReadLine = fault
      ? { error: { line, code: 'bad-request', message: fault, transient: false } }
      : readClientLine(text, { line, userId, now })
    if ('error' in read) {
      meter.rejected('client', read.type)
      errors.push(read.error)
      continue
    }
    const { id } = read.event
    const before = events.get(id)
    if (!before) events.set(id, { event: read.event, text })
    else if (before.text === text) repeated++
    else {
      const message = 'This id was given to another event of this batch.'
      errors.push({ line, id, code: 'conflict', message, transient: false })
    }
  }
  const batch = Array.from(events.values(), ({ event }) => event)
  const { accepted, duplicates } = await delivery.deliverFromClient(batch)
  return { accepted, duplicates: duplicates + repeated, errors }
}

interface Line {
  line: number
  text: string
  fault?: string
}

/** Lines that are not blank. */
function linesOf(body: Buffer): Line[] {
  const lines: Line[] = []
  const valid = isUtf8(body)
  let number = 0
  for (let start = 0; start < body.length; ) {
    const newline = body.indexOf(10, start)
    const end = newline < 0 ? body.length : newline
    number++
    const bytes = body.subarray(start, end)
    start = end + 1
    if (isBlank(bytes)) continue
    if (lines.length === linesMax) {
      throw new BackbeatError('too-large', `A batch holds at most ${linesMax} lines.`)
    }
    lines.push(lineOf(bytes, number, valid))
  }
  if (lines.length === 0) {
    throw new BackbeatError(
      'bad-request',
      'The body holds no line: one JSON object a line, please.',
    )
  }
  return lines
}

function lineOf(bytes: Buffer, line: number, valid: boolean): Line {
  if (bytes.length > lineBytesMax) {
    return { line, text: '', fault: `The line is longer than ${lineBytesMax} bytes.` }
  }
  if (!valid && !isUtf8(bytes)) return { line, text: '', fault: 'The line is not UTF-8.' }
  return { line, text: bytes.toString('utf8') }
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 32 && byte !== 13 && byte !== 9) return false
  return true
}
