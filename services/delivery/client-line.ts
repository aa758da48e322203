/**
 * One line of a client's batch: an event, or what is wrong with it. The user is always the token's; a client names a
 * producer only within its own user, so that it can't pass for one of ours.
 */
import { type EventType, isEventType } from '@backbeat/contracts/envelope'
import type { ErrorCode } from '@backbeat/contracts/errors'
import { eventTypes } from '@backbeat/contracts/generated/events'
import { isUuid } from '@backbeat/contracts/ids'
import type { UnnumberedEvent } from './event-delivery.ts'
import { type Faults, fitPayload } from './fit-event.ts'

export interface LineError {
  /** From 1, as lines are counted in the request. */
  line: number
  id?: string
  code: ErrorCode
  message: string
  /** Whether sending the same line again later can succeed. */
  transient: boolean
}

export const lineBytesMax = 64 * 1024
const dayMs = 24 * 60 * 60 * 1000
/** Clocks of devices are off by hours (time zones, mostly); more than that is a mistake. */
const aheadMsMax = dayMs
/** Nothing was played here before streaming existed. */
const earliestTime = Date.UTC(2000, 0, 1)

export type ReadLine = { event: UnnumberedEvent } | { error: LineError; type?: unknown }

export function readClientLine(
  text: string,
  { line, userId, now }: { line: number; userId: string; now: number },
): ReadLine {
  const refuse = (code: ErrorCode, message: string, id?: string): ReadLine => ({
    error: { line, ...(id === undefined ? {} : { id }), code, message, transient: false },
    type: typeof given === 'string' ? undefined : given.type,
  })
  const given = parseObject(text)
  if (typeof given === 'string') return refuse('bad-request', given)
  const { id, type, time, data, producer } = given
  if (typeof id !== 'string' || !isUuid(id)) {
    return refuse('event-invalid', id === undefined ? 'id: missing' : 'id: expected a UUID')
  }
  if (typeof type !== 'string') return refuse('event-invalid', 'type: missing', id)
  if (!isEventType(type))
    return refuse('schema-unknown', `There is no event type ${cut(type)}.`, id)
  if (!eventTypes[type].clientsMayPost) {
    return refuse('not-permitted', `Events of type ${type} are written by the server only.`, id)
  }
  const faults: Faults = []
  const happenedAt = readTime(time, now, faults)
  const payload = fitPayload(type as EventType, data, faults)
  const origin = readProducer(producer, userId, faults)
  if (faults.length > 0 || !payload) return refuse('event-invalid', faults.join('; '), id)
  return {
    event: { id: id.toLowerCase(), type, time: happenedAt, userId, data: payload, ...origin },
  }
}

/** The object, or why there is none. */
function parseObject(text: string): Record<string, unknown> | string {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    return `The line is not JSON: ${(error as Error).message}`
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return 'The line is not a JSON object.'
  }
  return parsed as Record<string, unknown>
}

/** ISO 8601 with a zone, or milliseconds since 1970. */
const isoPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/

function readTime(time: unknown, now: number, faults: Faults): number {
  if (time === undefined) {
    faults.push('time: missing')
    return 0
  }
  let at = Number.NaN
  if (typeof time === 'string' && isoPattern.test(time)) at = Date.parse(time)
  else if (typeof time === 'number') at = Math.trunc(time)
  if (!Number.isSafeInteger(at)) {
    faults.push('time: expected an ISO 8601 time with its zone, such as 2026-11-24T10:00:00Z')
  } else if (at > now + aheadMsMax) {
    faults.push('time: more than a day ahead of the server')
  } else if (at < earliestTime) {
    faults.push('time: before the year 2000')
  }
  return at
}

function readProducer(
  producer: unknown,
  userId: string,
  faults: Faults,
): Pick<UnnumberedEvent, 'origin'> {
  if (producer === undefined || producer === null) return {}
  const { id, epoch, sequence } = (typeof producer === 'object' ? producer : {}) as Record<
    string,
    unknown
  >
  const isCount = (value: unknown, max: number): value is number =>
    Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= max
  if (typeof id !== 'string' || !/^[\w.-]{1,64}$/.test(id)) {
    faults.push('producer.id: expected 1 to 64 letters, digits, dots, dashes')
  } else if (!isCount(epoch, 2 ** 31 - 1)) {
    faults.push('producer.epoch: expected a whole number of at least 0')
  } else if (!isCount(sequence, Number.MAX_SAFE_INTEGER)) {
    faults.push('producer.sequence: expected a whole number of at least 0')
  } else {
    return { origin: { producerId: `${id}@${userId}`, epoch, sequence } }
  }
  return {}
}

const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
