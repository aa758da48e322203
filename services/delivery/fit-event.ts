/**
 * Makes a payload fit its Avro schema: checks each field, fills defaults in place. Fields that the schema doesn't know
 * (a newer client may send more) are left to the encoder, which passes them over. Compiled once a type, since it runs for every event.
 */
import type { EventType } from '@backbeat/contracts/envelope'
import { type EventData, eventTypes } from '@backbeat/contracts/generated/events'

/** What is wrong and where: `data.playedMs: expected a whole number of at least 0, got "abc"`. */
export type Faults = string[]
type Check = (value: unknown, faults: Faults) => void

/** Longest text in a payload, in characters; the same for each list's items. */
const textMax = 8_192
const itemsMax = 1_000

type Avro = string | readonly Avro[] | AvroObject
interface AvroObject {
  type: Avro
  name?: string
  items?: Avro
  fields?: readonly AvroField[]
}
interface AvroField {
  name: string
  type: Avro
  default?: unknown
  minimum?: number
  minLength?: number
}

/** Where in the payload a check stands, and which named types its schema has defined so far. */
interface Place {
  path: string
  named: Map<string, AvroObject>
}

const checks = new Map<EventType, Check>()

/** The payload with its defaults, the same object; undefined with at least one fault added if it does not fit. */
export function fitPayload<T extends EventType>(
  type: T,
  data: unknown,
  faults: Faults,
): EventData[T] | undefined {
  let check = checks.get(type)
  if (!check) {
    const place = { path: 'data', named: new Map() }
    check = compile(eventTypes[type].dataSchema as AvroObject, place)
    checks.set(type, check)
  }
  const before = faults.length
  check(data, faults)
  return faults.length > before ? undefined : (data as EventData[T])
}

function compile(schema: Avro, place: Place, limits: Partial<AvroField> = {}): Check {
  if (Array.isArray(schema)) return unionCheck(schema as readonly Avro[], place, limits)
  if (typeof schema === 'string') {
    const simple = simpleCheck(schema, place.path, limits)
    if (simple) return simple
    const named = place.named.get(schema)
    if (!named) throw new Error(`no check for the Avro type ${schema}`)
    return recordCheck(named, place)
  }
  const complex = schema as AvroObject
  if (complex.type === 'record') return recordCheck(complex, place)
  if (complex.type === 'array') return listCheck(complex, place)
  return compile(complex.type, place, limits)
}

function recordCheck(schema: AvroObject, { path, named }: Place): Check {
  if (schema.name) named.set(schema.name, schema)
  const fields = (schema.fields ?? []).map((field) => ({
    name: field.name,
    check: compile(field.type, { path: `${path}.${field.name}`, named }, field),
    hasDefault: 'default' in field,
    fallback: field.default,
  }))
  return (value, faults) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      faults.push(`${path}: expected an object, got ${shown(value)}`)
      return
    }
    // Own or not makes no difference: no field is named as a property that all objects have.
    const given = value as Record<string, unknown>
    for (const field of fields) {
      const own = given[field.name]
      if (own !== undefined) field.check(own, faults)
      else if (field.hasDefault) given[field.name] = field.fallback
      else faults.push(`${path}.${field.name}: missing`)
    }
  }
}

function listCheck(schema: AvroObject, { path, named }: Place): Check {
  const checkItem = compile(schema.items as Avro, { path: `${path}[]`, named })
  return (value, faults) => {
    if (!Array.isArray(value)) faults.push(`${path}: expected a list, got ${shown(value)}`)
    else if (value.length > itemsMax) faults.push(`${path}: more than ${itemsMax} items`)
    else {
      for (let i = 0; i < value.length; i++) {
        const before = faults.length
        checkItem(value[i], faults)
        for (let f = before; f < faults.length; f++) {
          faults[f] = (faults[f] as string).replace(`${path}[]`, `${path}[${i}]`)
        }
      }
    }
  }
}

/** Unions here are `null` and one other type. */
function unionCheck(branches: readonly Avro[], place: Place, limits: Partial<AvroField>): Check {
  const checkOther = compile(branches.find((branch) => branch !== 'null') ?? 'null', place, limits)
  const nullable = branches.includes('null')
  return (value, faults) => {
    if (value !== null || !nullable) checkOther(value, faults)
  }
}

function simpleCheck(type: string, path: string, limits: Partial<AvroField>): Check | undefined {
  const { minimum, minLength = 0 } = limits
  switch (type) {
    case 'string':
      return (value, faults) => {
        if (typeof value !== 'string') faults.push(`${path}: expected text, got ${shown(value)}`)
        else if (value.length < minLength) faults.push(`${path}: must not be empty`)
        else if (value.length > textMax) faults.push(`${path}: longer than ${textMax} characters`)
      }
    case 'int':
      return integerCheck(path, minimum ?? -(2 ** 31), 2 ** 31 - 1)
    case 'long':
      return integerCheck(path, minimum ?? Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    case 'double':
      return expect(path, Number.isFinite, 'a number')
    case 'boolean':
      return expect(path, (value) => typeof value === 'boolean', 'true or false')
    case 'null':
      return expect(path, (value) => value === null, 'null')
    default:
      return undefined
  }
}

function integerCheck(path: string, min: number, max: number): Check {
  const passes = (value: unknown): boolean =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
  return expect(path, passes, `a whole number from ${min} to ${max}`)
}

const expect =
  (path: string, passes: (value: unknown) => boolean, expected: string): Check =>
  (value, faults) => {
    if (!passes(value)) faults.push(`${path}: expected ${expected}, got ${shown(value)}`)
  }

/** The value as JSON, cut where it gets long. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? typeof value
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
