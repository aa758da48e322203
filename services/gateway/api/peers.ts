/**
 * Calls to the other services: JSON in and out, with the caller's identity and the request's id. A peer's problem is
 * thrown again as the same error; a peer that fails or does not answer in time is `unavailable`.
 */
import { BackbeatError, type ErrorCode, errorCodes, type Problem } from '@backbeat/contracts/errors'
import { headersOf } from '@backbeat/runtime/http'
import type { Caller, Fetch } from '@backbeat/runtime/service'

export type PeerName =
  | 'catalog'
  | 'delivery'
  | 'identity'
  | 'library'
  | 'media'
  | 'playback'
  | 'search'

/** Whose call it is; null for one that the gateway makes by itself. */
export interface Origin {
  caller: Caller
  request: Request
}

export interface SendOptions {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  body?: unknown
}

export interface Peer {
  /** Null on 404. */
  find<T>(path: string, origin: Origin | null): Promise<T | null>
  get<T>(path: string, origin: Origin | null): Promise<T>
  /** The answer's JSON; null for an empty one. */
  send<T>(options: SendOptions, origin: Origin | null): Promise<T>
  /** The peer's answer as it is; the body goes on unread. */
  forward(options: { method: string; path: string }, origin: Origin): Promise<Response>
}

export type Peers = Record<PeerName, Peer>

const timeoutMs = 15_000
const names: readonly PeerName[] = [
  'catalog',
  'delivery',
  'identity',
  'library',
  'media',
  'playback',
  'search',
]

export function createPeers(fetches: Readonly<Record<string, Fetch>>): Peers {
  return Object.fromEntries(
    names.map((name) => [name, createPeer(name, () => fetches[name])]),
  ) as Peers
}

function createPeer(name: PeerName, fetchOf: () => Fetch | undefined): Peer {
  const call = async (path: string, init: RequestInit & { duplex?: 'half' }) => {
    const fetch = fetchOf()
    if (!fetch) throw new BackbeatError('unavailable', `The ${name} service is not running.`)
    return await inTime(name, fetch(new Request(`http://${name}${path}`, init)))
  }
  const get = async (path: string, origin: Origin | null) =>
    await call(path, { headers: originHeaders(origin) })
  return {
    find: async <T>(path: string, origin: Origin | null) => {
      const response = await get(path, origin)
      return response.status === 404 ? null : await answerOf<T>(name, response)
    },
    get: async <T>(path: string, origin: Origin | null) =>
      await answerOf<T>(name, await get(path, origin)),
    send: async <T>({ method, path, body }: SendOptions, origin: Origin | null) => {
      const headers = { ...originHeaders(origin), 'content-type': 'application/json' }
      const init = body === undefined ? {} : { body: JSON.stringify(body) }
      return await answerOf<T>(name, await call(path, { method, headers, ...init }))
    },
    forward: async ({ method, path }, origin) => {
      const type = origin.request.headers.get('content-type')
      const headers = { ...originHeaders(origin), ...(type ? { 'content-type': type } : {}) }
      const body = origin.request.body
      return await call(path, { method, headers, ...(body ? { body, duplex: 'half' } : {}) })
    },
  }
}

function originHeaders(origin: Origin | null): Record<string, string> {
  if (!origin) return {}
  const requestId = origin.request.headers.get('x-request-id')
  return { ...headersOf(origin.caller), ...(requestId ? { 'x-request-id': requestId } : {}) }
}

async function inTime(name: PeerName, answer: Promise<Response>): Promise<Response> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new BackbeatError('unavailable', `The ${name} service did not answer in time.`)),
      timeoutMs,
    )
  })
  try {
    return await Promise.race([answer, late])
  } catch (cause) {
    if (cause instanceof BackbeatError) throw cause
    throw new BackbeatError('unavailable', `The ${name} service can't be reached.`, { cause })
  } finally {
    clearTimeout(timer)
  }
}

async function answerOf<T>(name: PeerName, response: Response): Promise<T> {
  if (response.ok) {
    if (response.status === 204) return null as T
    const text = await response.text()
    return (text === '' ? null : JSON.parse(text)) as T
  }
  throw await errorOf(name, response)
}

async function errorOf(name: PeerName, response: Response): Promise<BackbeatError> {
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>
  if (problem.code && errorCodes.includes(problem.code)) {
    const details = problem.details ? { details: problem.details } : {}
    return new BackbeatError(problem.code, problem.detail, details)
  }
  const code: ErrorCode = response.status === 404 ? 'not-found' : 'unavailable'
  return new BackbeatError(code, `The ${name} service answered ${response.status}.`)
}
