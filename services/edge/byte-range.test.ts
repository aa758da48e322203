import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type RequestFields, selectBytes } from './byte-range.ts'

const modifiedMs = Date.parse('2026-11-24T10:00:00.500Z')
const lastModified = 'Tue, 24 Nov 2026 10:00:00 GMT'
const earlier = 'Tue, 24 Nov 2026 09:00:00 GMT'
const later = 'Tue, 24 Nov 2026 11:00:00 GMT'
const object = { etag: 'v1', modifiedMs, bytes: 10_000 }

type Case = [title: string, fields: RequestFields, answer: string]

const answerOf = (method: 'GET' | 'HEAD', fields: RequestFields, bytes = object.bytes) => {
  const { status, range } = selectBytes(method, fields, { ...object, bytes })
  return range ? `${status} ${range.start}-${range.end}` : String(status)
}

// Sections of RFC 9110.
const cases: Case[] = [
  ['14.2: no range', {}, '200'],
  ['14.1.2: the first 500 bytes', { range: 'bytes=0-499' }, '206 0-499'],
  ['14.1.2: the second 500 bytes', { range: 'bytes=500-999' }, '206 500-999'],
  ['14.1.2: the last 500 bytes, as a suffix', { range: 'bytes=-500' }, '206 9500-9999'],
  ['14.1.2: the last 500 bytes, open', { range: 'bytes=9500-' }, '206 9500-9999'],
  ['14.1.2: one byte', { range: 'bytes=0-0' }, '206 0-0'],
  ['14.1.2: the last byte', { range: 'bytes=-1' }, '206 9999-9999'],
  ['14.1.2: beyond the end is cut', { range: 'bytes=9000-20000' }, '206 9000-9999'],
  ['14.1.2: a suffix longer than the file is all of it', { range: 'bytes=-20000' }, '206 0-9999'],
  ['14.1.2: the whole, open', { range: 'bytes=0-' }, '206 0-9999'],
  ['14.1.2: numbers beyond 64 bits', { range: 'bytes=5-99999999999999999999' }, '206 5-9999'],
  ['15.5.17: behind the end', { range: 'bytes=10000-' }, '416'],
  ['15.5.17: an empty suffix', { range: 'bytes=-0' }, '416'],
  ['15.5.17: far behind the end', { range: 'bytes=99999999999999999999-' }, '416'],
  ['14.1.1: last before first is invalid, ignored', { range: 'bytes=500-499' }, '200'],
  ['14.2: another unit is ignored', { range: 'seconds=0-9' }, '200'],
  ['14.2: no unit is ignored', { range: '0-9' }, '200'],
  ['14.2: nonsense is ignored', { range: 'bytes=a-b' }, '200'],
  ['14.2: no numbers at all is ignored', { range: 'bytes=-' }, '200'],
  ['14.2: negative numbers are ignored', { range: 'bytes=--5' }, '200'],
  ['14.2: several ranges are answered whole', { range: 'bytes=0-1,5-6' }, '200'],
  ['14.1.1: white space around is allowed', { range: 'bytes= 0-9 ' }, '206 0-9'],
  ['13.1.5: If-Range with the tag', { range: 'bytes=0-9', 'if-range': '"v1"' }, '206 0-9'],
  ['13.1.5: If-Range with another tag', { range: 'bytes=0-9', 'if-range': '"v0"' }, '200'],
  ['13.1.5: If-Range compares strongly', { range: 'bytes=0-9', 'if-range': 'W/"v1"' }, '200'],
  ['13.1.5: If-Range with the date', { range: 'bytes=0-9', 'if-range': lastModified }, '206 0-9'],
  ['13.1.5: If-Range with a later date', { range: 'bytes=0-9', 'if-range': later }, '200'],
  ['13.1.5: If-Range with an earlier date', { range: 'bytes=0-9', 'if-range': earlier }, '200'],
  ['13.1.5: If-Range decides before 416', { range: 'bytes=10000-', 'if-range': '"v0"' }, '200'],
  ['13.1.2: If-None-Match', { 'if-none-match': '"v1"' }, '304'],
  ['13.1.2: If-None-Match compares weakly', { 'if-none-match': 'W/"v1"' }, '304'],
  ['13.1.2: If-None-Match in a list', { 'if-none-match': '"v0", "v1"' }, '304'],
  ['13.1.2: If-None-Match *', { 'if-none-match': '*' }, '304'],
  ['13.1.2: If-None-Match of another', { 'if-none-match': '"v0"' }, '200'],
  ['13.2.2: If-None-Match before Range', { 'if-none-match': '"v1"', range: 'bytes=0-9' }, '304'],
  ['13.1.3: not modified since', { 'if-modified-since': lastModified }, '304'],
  ['13.1.3: modified since', { 'if-modified-since': earlier }, '200'],
  ['13.1.3: no date is ignored', { 'if-modified-since': 'yesterday' }, '200'],
  [
    '13.1.3: If-None-Match outranks the date',
    { 'if-none-match': '"v0"', 'if-modified-since': later },
    '200',
  ],
  ['13.1.1: If-Match', { 'if-match': '"v1"', range: 'bytes=0-9' }, '206 0-9'],
  ['13.1.1: If-Match of another', { 'if-match': '"v0"' }, '412'],
  ['13.1.1: If-Match compares strongly', { 'if-match': 'W/"v1"' }, '412'],
  ['13.1.4: unmodified since', { 'if-unmodified-since': lastModified }, '200'],
  ['13.1.4: modified since then', { 'if-unmodified-since': earlier }, '412'],
]

for (const [title, fields, answer] of cases) {
  test(`RFC 9110 ${title}`, () => assert.equal(answerOf('GET', fields), answer))
}

test('RFC 9110 14.2: HEAD knows no ranges', () => {
  assert.equal(answerOf('HEAD', { range: 'bytes=0-9' }), '200')
  assert.equal(answerOf('HEAD', { range: 'bytes=10000-' }), '200')
})

test('an empty file has no ranges', () => {
  assert.equal(answerOf('GET', { range: 'bytes=0-' }, 0), '416')
  assert.equal(answerOf('GET', { range: 'bytes=-5' }, 0), '416')
  assert.equal(answerOf('GET', {}, 0), '200')
})
