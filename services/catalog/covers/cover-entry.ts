/** `/covers/{coverId}/{small|medium|large}`: public, immutable, from memory when asked for often. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { BackbeatError, problemOf } from '@backbeat/contracts/errors'
import { isId } from '@backbeat/contracts/ids'
import type { ObjectStore } from '@backbeat/ports/object-store'
import type { Logger } from '@backbeat/runtime/log'
import { LRUCache } from 'lru-cache'
import { type CoverSize, coverKey, coverSizes } from './render-cover.ts'

export const coverPrefix = '/covers/'

const cacheBytesMax = 32 * 1024 * 1024
const rendersWaitingMax = 200
const immutable = 'public, max-age=31536000, immutable'

interface Cover {
  bytes: Buffer
  headers: Record<string, string | number>
}

export interface CoverEntryOptions {
  objects: ObjectStore
  log: Logger
  /** Makes all sizes; false if there is no such cover. */
  render(id: string): Promise<boolean>
}

export function coverEntry({ objects, log, render }: CoverEntryOptions) {
  const cache = new LRUCache<string, Cover>({
    maxSize: cacheBytesMax,
    sizeCalculation: (cover) => cover.bytes.length + 500,
  })
  const loading = new Map<string, Promise<Cover>>()

  const load = async (id: string, size: CoverSize): Promise<Cover> => {
    const key = coverKey(id, size)
    if (!(await objects.head(key)) && !(await render(id))) {
      throw new BackbeatError('not-found', 'There is no such cover.')
    }
    const bytes = Buffer.from(await objects.read(key))
    const headers = {
      'content-type': 'image/webp',
      'content-length': bytes.length,
      'cache-control': immutable,
      etag: `"${id}-${coverSizes[size]}"`,
      'access-control-allow-origin': '*',
    }
    return { bytes, headers }
  }
  /** Requests for the same cover share one load. */
  const loadOnce = (id: string, size: CoverSize): Promise<Cover> => {
    const key = coverKey(id, size)
    const under = loading.get(key)
    if (under) return under
    if (loading.size >= rendersWaitingMax)
      throw new BackbeatError('unavailable', 'Too many covers are being made.')
    const loaded = load(id, size)
      .then((cover) => {
        cache.set(key, cover)
        return cover
      })
      .finally(() => loading.delete(key))
    loading.set(key, loaded)
    return loaded
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    try {
      checkMethod(request)
      const { id, size } = parse(request.url ?? '')
      const cover = cache.get(coverKey(id, size))
      if (cover) send(request, response, cover)
      else
        loadOnce(id, size).then(
          (loaded) => send(request, response, loaded),
          (error) => refuse(request, response, error, log),
        )
    } catch (error) {
      refuse(request, response, error, log)
    }
  }
}

function checkMethod({ method }: IncomingMessage): void {
  if (method !== 'GET' && method !== 'HEAD') throw new BackbeatError('method-not-allowed')
}

function parse(url: string): { id: string; size: CoverSize } {
  const [path = ''] = url.split('?', 1)
  const [id = '', size = '', ...rest] = path.slice(coverPrefix.length).split('/')
  if (rest.length > 0) throw new BackbeatError('not-found')
  if (!isId(id)) throw new BackbeatError('bad-request', 'A cover id has 22 letters and digits.')
  if (!Object.hasOwn(coverSizes, size)) {
    throw new BackbeatError('bad-request', 'The size of a cover is small, medium or large.')
  }
  return { id, size: size as CoverSize }
}

function send(request: IncomingMessage, response: ServerResponse, { bytes, headers }: Cover): void {
  if (matches(request.headers['if-none-match'], headers.etag as string)) {
    const { 'content-length': _length, 'content-type': _type, ...kept } = headers
    response.writeHead(304, kept).end()
    return
  }
  response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : bytes)
}

const matches = (header: string | undefined, etag: string): boolean =>
  header !== undefined &&
  (header.trim() === '*' ||
    header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag))

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  log: Logger,
): void {
  const problem = problemOf(error)
  if (problem.status >= 500) log.warn({ err: error }, 'cover failed')
  if (response.headersSent) {
    response.destroy()
    return
  }
  const body = JSON.stringify(problem)
  response.writeHead(problem.status, {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...(problem.status === 405 ? { allow: 'GET, HEAD' } : {}),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
