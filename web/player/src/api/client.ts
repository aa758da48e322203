/**
 * Requests to the server: JSON, the listener's token, typed errors, and one more try after a refused token. Everything the
 * player asks goes through here, so a dead session is noticed in one place.
 */
import { ApiError, errorOf } from './api-error.ts'
import { accessToken, refresh } from './auth.ts'

export type QueryValue = string | number | boolean | null | undefined

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  query?: Record<string, QueryValue>
  /** Sent as JSON, unless it is a string (sent as it is). */
  body?: unknown
  signal?: AbortSignal | undefined
  /** Goes without a token: session, setup. */
  anonymous?: boolean
  headers?: Record<string, string>
  /** Survives the page's end: last events before leaving. */
  keepalive?: boolean
}

/** The answer's JSON; undefined for an empty answer. Throws `ApiError`, or the abort of `signal`. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options)
  if (!response.ok) throw await errorOf(response)
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

/** The response as it came, for streams and audio; refused tokens are already retried. */
export async function send(path: string, options: RequestOptions = {}): Promise<Response> {
  const token = options.anonymous ? null : await accessToken()
  if (!options.anonymous && token === null) {
    throw new ApiError(401, 'signed-out', 'Sign in to go on.')
  }
  const response = await attempt(path, options, token)
  if (response.status !== 401 || token === null) return response
  const fresh = await refresh(token)
  return fresh === null ? response : attempt(path, options, fresh)
}

export const get = <T>(
  path: string,
  query?: Record<string, QueryValue>,
  signal?: AbortSignal,
): Promise<T> => request<T>(path, { signal, ...(query ? { query } : {}) })

async function attempt(
  path: string,
  options: RequestOptions,
  token: string | null,
): Promise<Response> {
  const { body, signal } = options
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers }
  if (token !== null) headers.authorization = `Bearer ${token}`
  if (body !== undefined) headers['content-type'] ??= 'application/json'
  try {
    return await fetch(path + queryText(options.query), {
      method: options.method ?? 'GET',
      headers,
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
      ...(options.keepalive ? { keepalive: true } : {}),
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new ApiError(0, 'offline', 'Backbeat cannot be reached.', { cause })
  }
}

function queryText(query: Record<string, QueryValue> | undefined): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value != null && value !== '')
  if (given.length === 0) return ''
  return `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`
}
