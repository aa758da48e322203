/**
 * `/audio/v1/files/<trackId>/<level>?key=…&type=…&exp=…&sig=…`: audio bytes to whoever holds a signed link. A raw
 * Node handler, since every play and every seek comes through here; it asks no other service.
 */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { BackbeatError, problemOf } from '@backbeat/contracts/errors'
import type { AudioServed } from '@backbeat/contracts/generated/events'
import type { ByteRange, ObjectInfo } from '@backbeat/ports/object-store'
import type { Clock } from '@backbeat/runtime/clock'
import type { Logger } from '@backbeat/runtime/log'
import { type Selection, selectBytes } from './byte-range.ts'
import { chunkAt, type HotObjects, ObjectChanged } from './hot-objects.ts'
import { type Progress, sendBytes } from './send-bytes.ts'
import { type AudioLink, readLink } from './signed-link.ts'

export const audioPrefix = '/audio/v1/files/'

export interface AudioFilesOptions {
  hot: HotObjects
  secret: string
  clock: Clock
  log: Logger
  served(event: AudioServed): void
}

const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Accept-Ranges, Content-Length, Content-Range, ETag',
  'cross-origin-resource-policy': 'cross-origin',
}

export function audioFiles(options: AudioFilesOptions) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(options, request, response).catch((error: unknown) => fail(options, response, error))
  }
}

async function answer(
  options: AudioFilesOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method } = request
  if (method === 'OPTIONS') return preflight(response)
  if (method !== 'GET' && method !== 'HEAD') throw new BackbeatError('method-not-allowed')
  const link = readLink(request.url ?? '', options.secret, options.clock())
  const { object, selection } = await select(options.hot, link.key, method, request)
  response.writeHead(selection.status, headersFor(object, selection, link.type))
  const range = bodyRange(object, selection)
  if (method === 'HEAD' || !range) {
    response.end()
    return
  }
  const progress: Progress = { bytes: 0 }
  report(options, response, { link, range: selection.range, progress })
  await sendBytes(response, options.hot, object, range, progress)
  response.end()
}

/** Picks the bytes and has the first of them in memory, so that what fails fails before the status is sent. */
async function select(
  hot: HotObjects,
  key: string,
  method: 'GET' | 'HEAD',
  request: IncomingMessage,
): Promise<{ object: ObjectInfo; selection: Selection }> {
  for (let attempt = 1; ; attempt++) {
    const found = hot.info(key)
    const object = found instanceof Promise ? await found : found
    if (!object) throw new BackbeatError('not-found')
    const selection = selectBytes(method, request.headers as Record<string, string>, object)
    const range = bodyRange(object, selection)
    if (method === 'HEAD' || !range) return { object, selection }
    try {
      const first = chunkAt(range.start)
      if (!hot.peek(object, first)) await hot.chunk(object, first)
      return { object, selection }
    } catch (error) {
      if (!(error instanceof ObjectChanged) || attempt === 3) throw error
    }
  }
}

function bodyRange(object: ObjectInfo, { status, range }: Selection): ByteRange | null {
  if (status === 206) return range
  return status === 200 && object.bytes > 0 ? { start: 0, end: object.bytes - 1 } : null
}

function headersFor(
  object: ObjectInfo,
  { status, range }: Selection,
  type: string,
): OutgoingHttpHeaders {
  const validators = {
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.modifiedMs).toUTCString(),
    // Bytes under an address change only with their file; a listener's browser may keep them as long as the link lives.
    'cache-control': 'private, max-age=21600, immutable',
    ...crossOrigin,
  }
  if (status === 304) return validators
  const length = range ? range.end - range.start + 1 : object.bytes
  const part: OutgoingHttpHeaders = {}
  if (range) part['content-range'] = `bytes ${range.start}-${range.end}/${object.bytes}`
  if (status === 416) part['content-range'] = `bytes */${object.bytes}`
  return {
    ...validators,
    ...part,
    'accept-ranges': 'bytes',
    'content-type': type,
    'content-length': status === 416 || status === 412 ? 0 : length,
    'x-content-type-options': 'nosniff',
  }
}

function preflight(response: ServerResponse): void {
  response.writeHead(204, {
    ...crossOrigin,
    'access-control-allow-methods': 'GET, HEAD',
    'access-control-allow-headers': 'Range, If-Range, If-None-Match, If-Modified-Since',
    'access-control-max-age': '86400',
  })
  response.end()
}

/** Tells of the bytes once the response is over, also when the client left early. */
function report(
  { served, clock }: AudioFilesOptions,
  response: ServerResponse,
  about: { link: AudioLink; range: ByteRange | null; progress: Progress },
): void {
  const startedMs = clock()
  const { link, range, progress } = about
  response.once('close', () => {
    served({
      trackId: link.trackId,
      rendition: link.level,
      bytes: progress.bytes,
      status: response.statusCode,
      rangeStart: range?.start ?? null,
      durationMs: Math.max(0, clock() - startedMs),
    })
  })
}

function fail(options: AudioFilesOptions, response: ServerResponse, error: unknown): void {
  const problem = problemOf(error)
  if (problem.status >= 500) options.log.error({ err: error }, 'audio could not be served')
  if (response.headersSent) {
    // The length was promised: only a broken connection tells the client that bytes are missing.
    response.destroy()
    return
  }
  const body = Buffer.from(JSON.stringify(problem))
  response.writeHead(problem.status, {
    ...crossOrigin,
    ...(problem.status === 405 ? { allow: 'GET, HEAD, OPTIONS' } : {}),
    'content-type': 'application/problem+json',
    'content-length': body.byteLength,
    'cache-control': 'no-store',
  })
  response.end(body)
}
