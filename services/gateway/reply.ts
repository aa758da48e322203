/** Answers: JSON, nothing, and errors in the shape that the path promises (Spotify's under `/v1`, else RFC 9457). */
import { type BackbeatError, type Problem, problemOf } from '@backbeat/contracts/errors'
import type { Logger } from '@backbeat/runtime/log'
import type { Answer, Endpoint } from './api/endpoint.ts'

/** A null answer has no body at all: clients parse whatever they get as JSON. */
export function toResponse(answer: Answer, declared: Endpoint): Response {
  if (answer instanceof Response) return answer
  const status = Number(Object.keys(declared.answers)[0] ?? 200)
  return answer === null ? new Response(null, { status }) : jsonReply(answer, status)
}

export function jsonReply(value: object, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  })
}

export function errorReply(error: unknown, path: string, log: Logger): Response {
  const problem = problemOf(error)
  if (problem.status >= 500) log.error({ err: error, path }, 'request failed')
  const response = path.startsWith('/v1/') ? spotifyError(problem) : problemReply(problem)
  if (problem.status === 401) response.headers.set('www-authenticate', 'Bearer realm="backbeat"')
  if (problem.retryable) response.headers.set('retry-after', '2')
  return response
}

function spotifyError({ status, detail, code }: Problem): Response {
  const message = spotifyWords[code] ?? detail
  return jsonReply({ error: { status, message } }, status)
}

/** Clients compare these sentences. */
const spotifyWords: Partial<Record<BackbeatError['code'], string>> = {
  'not-authenticated': 'No token provided',
  'token-invalid': 'Invalid access token',
  'token-expired': 'The access token expired',
  'scope-missing': 'Insufficient client scope',
}

function problemReply(problem: Problem): Response {
  const response = jsonReply(problem, problem.status)
  response.headers.set('content-type', 'application/problem+json')
  return response
}
