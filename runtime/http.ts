/**
 * HTTP in: one listener in front of raw entries (audio, covers, sign-in) and the gateway's `fetch`; errors as RFC 9457
 * problems; the caller that the gateway names to services.
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BackbeatError, problemOf } from '@backbeat/contracts/errors'
import { getRequestListener } from '@hono/node-server'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Caller, Entry, Fetch, Role } from './service.ts'

export const callerHeaders = {
  userId: 'x-backbeat-user',
  roles: 'x-backbeat-roles',
  scopes: 'x-backbeat-scopes',
  clientId: 'x-backbeat-client',
} as const

/** Headers that tell a service who calls. */
export function headersOf(caller: Caller): Record<string, string> {
  return {
    [callerHeaders.userId]: caller.userId,
    [callerHeaders.roles]: caller.roles.join(','),
    [callerHeaders.scopes]: caller.scopes.join(' '),
    [callerHeaders.clientId]: caller.clientId,
  }
}

/** The caller of a request from the gateway; throws `not-authenticated` without one. */
export function callerOf(request: Request): Caller {
  const userId = request.headers.get(callerHeaders.userId)
  if (!userId) throw new BackbeatError('not-authenticated')
  const list = (header: string, separator: string) =>
    (request.headers.get(header) ?? '').split(separator).filter(Boolean)
  return {
    userId,
    roles: list(callerHeaders.roles, ',') as Role[],
    scopes: list(callerHeaders.scopes, ' '),
    clientId: request.headers.get(callerHeaders.clientId) ?? '',
  }
}

/** Error handler of a Hono app: a problem document; what is not expected is logged with its stack. */
export function jsonErrors(log: Logger) {
  return (error: unknown, context: { req: { method: string; path: string } }): Response => {
    const problem = problemOf(error)
    if (problem.status >= 500) {
      log.error(
        { err: error, method: context.req.method, path: context.req.path },
        'request failed',
      )
    }
    return Response.json(problem, {
      status: problem.status,
      headers: { 'content-type': 'application/problem+json' },
    })
  }
}

export interface ListenOptions {
  host: string
  port: number
  /** Read at each request, so services may come later. */
  entries: () => readonly Entry[]
  fetch: Fetch
  log: Logger
  metrics: Metrics
}

export interface Listener {
  port: number
  /** Takes no new requests, lets those under way finish for `graceMs`, then cuts them. */
  close(graceMs: number): Promise<void>
}

/** Throws `start-failed` in one sentence if the address can't be had. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { host, port, log } = options
  const viaFetch = getRequestListener(options.fetch as (request: Request) => Promise<Response>, {
    overrideGlobalObjects: false,
  })
  const observe = requestObserver(options)
  const server = createServer((request, response) => {
    request.headers['x-request-id'] ??= randomUUID()
    response.setHeader('x-request-id', request.headers['x-request-id'])
    observe(request, response)
    const entry = entryFor(options.entries(), request.url ?? '/')
    if (entry) entry.handle(request, response)
    else void viaFetch(request, response)
  })
  server.keepAliveTimeout = 65_000
  server.on('clientError', (_error, socket) => socket.destroy())
  await bind(server, host, port)
  log.info({ host, port: (server.address() as AddressInfo).port }, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: (graceMs) => closeServer(server, graceMs),
  }
}

function entryFor(entries: readonly Entry[], url: string): Entry | undefined {
  let best: Entry | undefined
  for (const entry of entries) {
    if (url.startsWith(entry.prefix) && entry.prefix.length > (best?.prefix.length ?? -1)) {
      best = entry
    }
  }
  return best
}

/** Counts and times requests by method and status; logs failures, and all of them at debug level. */
function requestObserver({ log, metrics }: Pick<ListenOptions, 'log' | 'metrics'>) {
  const seconds = metrics.histogram(
    'backbeat_http_request_seconds',
    'Time from request to last byte, by method and status',
    ['method', 'status'],
  )
  return (request: IncomingMessage, response: ServerResponse): void => {
    const startedAt = performance.now()
    response.once('close', () => {
      const tookMs = performance.now() - startedAt
      const status = response.statusCode
      seconds.observe({ method: request.method ?? '', status: String(status) }, tookMs / 1000)
      const level = status >= 500 ? 'warn' : 'debug'
      if (!log.isLevelEnabled(level)) return
      const requestId = request.headers['x-request-id']
      // Without its query, which can carry signatures and codes.
      const path = request.url?.split('?', 1)[0]
      log[level](
        { requestId, method: request.method, path, status, tookMs: Math.round(tookMs) },
        'request',
      )
    })
  }
}

async function bind(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(bindError(cause, host, port)))
    server.listen(port, host, resolve)
  })
}

function bindError(cause: NodeJS.ErrnoException, host: string, port: number): BackbeatError {
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is taken by another program: stop it or choose another with --port.`,
    EACCES: `Port ${port} needs rights that this user lacks: choose one above 1023 with --port.`,
    EADDRNOTAVAIL: `This machine has no address ${host}: choose another with --host.`,
    ENOTFOUND: `The host ${host} can't be resolved: choose another with --host.`,
  }
  const message = reasons[cause.code ?? ''] ?? `Can't listen on ${host}:${port}: ${cause.message}.`
  return new BackbeatError('start-failed', message, { cause })
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // A connection whose request was under way is kept alive afterwards: those are closed as they fall idle.
  const closeIdle = setInterval(() => server.closeIdleConnections(), 50)
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  server.closeIdleConnections()
  await closed
  clearInterval(closeIdle)
  clearTimeout(cut)
}
