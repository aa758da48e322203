/**
 * The conditional and range fields of RFC 9110 (§13, §14) for one object. Several ranges at once are answered with the
 * whole object, as §14.2 allows; so are ranges that are not well formed.
 */
import type { ByteRange, ObjectInfo } from '@backbeat/ports/object-store'

export interface RequestFields {
  range?: string | undefined
  'if-range'?: string | undefined
  'if-match'?: string | undefined
  'if-none-match'?: string | undefined
  'if-modified-since'?: string | undefined
  'if-unmodified-since'?: string | undefined
}

export type Selection =
  | { status: 200; range: null }
  | { status: 206; range: ByteRange }
  | { status: 304 | 412 | 416; range: null }

type Validators = Pick<ObjectInfo, 'etag' | 'modifiedMs' | 'bytes'>

const byteRange = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/

/** What a GET (or HEAD: it knows no ranges) is to be answered with. */
export function selectBytes(
  method: 'GET' | 'HEAD',
  fields: RequestFields,
  object: Validators,
): Selection {
  const refused = precondition(fields, object)
  if (refused) return { status: refused, range: null }
  if (method === 'HEAD' || fields.range === undefined || !rangeStillValid(fields, object)) {
    return { status: 200, range: null }
  }
  const range = parseRange(fields.range, object.bytes)
  if (range === 'ignored') return { status: 200, range: null }
  if (range === 'unsatisfiable') return { status: 416, range: null }
  return { status: 206, range }
}

/** One range of an object of this size. */
export function parseRange(header: string, size: number): ByteRange | 'ignored' | 'unsatisfiable' {
  const match = byteRange.exec(header)
  const [first, last] = [match?.[1] ?? '', match?.[2] ?? '']
  if (first === '' && last === '') return 'ignored'
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? Number.POSITIVE_INFINITY : Number(last)
  if (end < start) return 'ignored'
  return start >= size ? 'unsatisfiable' : { start, end: Math.min(end, size - 1) }
}

/** §13.2.2: the order in which preconditions count. */
function precondition(fields: RequestFields, object: Validators): 304 | 412 | null {
  const ifMatch = fields['if-match']
  const unmodifiedSince = fields['if-unmodified-since']
  if (ifMatch !== undefined) {
    if (!lists(ifMatch, object.etag, { weakly: false })) return 412
  } else if (unmodifiedSince !== undefined && isLaterThan(object.modifiedMs, unmodifiedSince)) {
    return 412
  }
  const ifNoneMatch = fields['if-none-match']
  if (ifNoneMatch !== undefined) {
    return lists(ifNoneMatch, object.etag, { weakly: true }) ? 304 : null
  }
  const since = fields['if-modified-since']
  if (since === undefined || Number.isNaN(Date.parse(since))) return null
  return isLaterThan(object.modifiedMs, since) ? null : 304
}

/** §13.1.5: a strong entity tag, or exactly the date that was sent as Last-Modified. */
function rangeStillValid(fields: RequestFields, object: Validators): boolean {
  const validator = fields['if-range']
  if (validator === undefined) return true
  if (validator.startsWith('"')) return validator === `"${object.etag}"`
  return wholeSeconds(object.modifiedMs) === Date.parse(validator)
}

function lists(header: string, etag: string, { weakly }: { weakly: boolean }): boolean {
  if (header.trim() === '*') return true
  return header.split(',').some((entry) => {
    const tag = entry.trim()
    return (weakly ? tag.replace(/^W\//, '') : tag) === `"${etag}"`
  })
}

/** HTTP dates have no fractions. */
const wholeSeconds = (timeMs: number): number => Math.floor(timeMs / 1000) * 1000
const isLaterThan = (timeMs: number, date: string): boolean =>
  wholeSeconds(timeMs) > Date.parse(date)
