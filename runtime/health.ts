/** `/health/live`, `/health/ready` and `/metrics`: answered without any service's help. */
import type { ServerResponse } from 'node:http'
import type { Metrics } from './metrics.ts'
import type { Entry } from './service.ts'

export interface Waiting {
  service: string
  reason: string
}

/** `waiting` says what is not ready; an empty list means ready. */
export function healthEntries(waiting: () => Promise<Waiting[]>, metrics: Metrics): Entry[] {
  return [
    { prefix: '/health/live', handle: (_request, response) => sendJson(response, 200, live) },
    {
      prefix: '/health/ready',
      handle: (_request, response) =>
        void waiting().then((waitingFor) =>
          sendJson(
            response,
            waitingFor.length === 0 ? 200 : 503,
            JSON.stringify({ status: waitingFor.length === 0 ? 'ready' : 'not ready', waitingFor }),
          ),
        ),
    },
    {
      prefix: '/metrics',
      handle: (_request, response) =>
        void metrics.registry.metrics().then((text) => {
          response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text)
        }),
    },
  ]
}

const live = JSON.stringify({ status: 'live' })

function sendJson(response: ServerResponse, status: number, body: string): void {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  response.writeHead(status, headers).end(body)
}
