/**
 * Makes a payload fit its Avro schema: checks each field, fills defaults, leaves out what the schema doesn't know (a
 * newer client may send more). Compiled once a type, since it runs for every event.
 */
import type { EventType } from '@backbeat/contracts/envelope'
import { type EventData, eventTypes } from '@backbeat/contracts/generated/events'

/** What is wrong and where: `data.playedMs: expected a whole number of at least 0, got "abc"`. */
export type Faults = string[]
export type Fit = (value: unknown, path: string, faults: Faults) => unknown

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

const fits = new Map<EventType, Fit>()

/** The payload as its schema wants it; undefined with at least one fault added if it can't be. */
export function fitPayload<T extends EventType>(
  type: T,
  data: unknown,
  faults: Faults,
): EventData[T] | undefined {
  let fit = fits.get(type)
  if (!fit) {
    fit = compile(eventTypes[type].dataSchema as AvroObject, new Map())
    fits.set(type, fit)
  }
  const before = faults.length
  const fitted = fit(data, 'data', faults)
  return faults.length > before ? undefined : (fitted as EventData[T])
}

function compile(schema: Avro, named: Map<string, Fit>, limits: Partial<AvroField> = {}): Fit {
  if (Array.isArray(schema)) return fitUnion(schema as readonly Avro[], named, limits)
  if (typeof schema === 'string') return fitSimple(schema, limits) ?? lateFit(schema, named)
  const complex = schema as AvroObject
  if (complex.type === 'record') return fitRecord(complex, named)
  if (complex.type === 'array') return fitArray(complex, named)
  return compile(complex.type, named, limits)
}

/** A name that is used before it is defined is looked up when needed. */
const lateFit =
  (name: string, named: Map<string, Fit>): Fit =>
  (value, path, faults) => {
    const fit = named.get(name)
    if (!fit) throw new Error(`no check for the Avro type ${name}`)
    return fit(value, path, faults)
  }

function fitRecord(schema: AvroObject, named: Map<string, Fit>): Fit {
  const fields = (schema.fields ?? []).map((field) => ({
    name: field.name,
    fit: compile(field.type, named, field),
    hasDefault: 'default' in field,
    fallback: field.default,
  }))
  const fit: Fit = (value, path, faults) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      faults.push(`${path}: expected an object, got ${shown(value)}`)
      return undefined
    }
    const given = value as Record<string, unknown>
    const fitted: Record<string, unknown> = {}
    for (const { name, fit: fitField, hasDefault, fallback } of fields) {
      const own = Object.hasOwn(given, name) ? given[name] : undefined
      if (own !== undefined) fitted[name] = fitField(own, `${path}.${name}`, faults)
      else if (hasDefault) fitted[name] = fallback
      else faults.push(`${path}.${name}: missing`)
    }
    return fitted
  }
  if (schema.name) named.set(schema.name, fit)
  return fit
}

function fitArray(schema: AvroObject, named: Map<string, Fit>): Fit {
  const fitItem = compile(schema.items as Avro, named)
  return (value, path, faults) => {
    if (!Array.isArray(value)) faults.push(`${path}: expected a list, got ${shown(value)}`)
    else if (value.length > itemsMax) faults.push(`${path}: more than ${itemsMax} items`)
    else return value.map((item, i) => fitItem(item, `${path}[${i}]`, faults))
    return undefined
  }
}

/** Unions here are `null` and one other type. */
function fitUnion(
  branches: readonly Avro[],
  named: Map<string, Fit>,
  limits: Partial<AvroField>,
): Fit {
  const other = branches.find((branch) => branch !== 'null')
  const fitOther = compile(other ?? 'null', named, limits)
  const nullable = branches.includes('null')
  return (value, path, faults) => {
    if (value === null && nullable) return null
    return fitOther(value, path, faults)
  }
}

function fitSimple(type: string, { minimum, minLength = 0 }: Partial<AvroField>): Fit | undefined {
  switch (type) {
    case 'string':
      return (value, path, faults) => {
        if (typeof value !== 'string') faults.push(`${path}: expected text, got ${shown(value)}`)
        else if (value.length < minLength) faults.push(`${path}: must not be empty`)
        else if (value.length > textMax) faults.push(`${path}: longer than ${textMax} characters`)
        return value
      }
    case 'int':
      return fitInteger(minimum ?? -(2 ** 31), 2 ** 31 - 1)
    case 'long':
      return fitInteger(minimum ?? Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    case 'double':
      return check((value) => typeof value === 'number' && Number.isFinite(value), 'a number')
    case 'boolean':
      return check((value) => typeof value === 'boolean', 'true or false')
    case 'null':
      return check((value) => value === null, 'null')
    default:
      return undefined
  }
}

function fitInteger(min: number, max: number): Fit {
  const expected = `a whole number from ${min} to ${max}`
  return check(
    (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
    expected,
  )
}

const check =
  (passes: (value: unknown) => boolean, expected: string): Fit =>
  (value, path, faults) => {
    if (!passes(value)) faults.push(`${path}: expected ${expected}, got ${shown(value)}`)
    return value
  }

/** The value as JSON, cut where it gets long. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? typeof value
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
