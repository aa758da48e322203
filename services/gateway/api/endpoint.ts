/**
 * One route of the public API as data: method, path, who may call it, what goes in and comes out, and the function that
 * answers. The router, the OpenAPI document and the test that walks all routes read the same list.
 */
import { BackbeatError } from '@backbeat/contracts/errors'
import type { Caller } from '@backbeat/runtime/service'
import { z } from 'zod'
import type { Access } from './access.ts'

export type Method = 'get' | 'put' | 'post' | 'patch' | 'delete'

/** What a handler receives. */
export interface Call<P = unknown, Q = unknown, B = unknown> {
  params: P
  query: Q
  body: B
  caller: Caller
  request: Request
  /** Path and query as asked for. */
  url: URL
}

/** A plain value is answered as JSON with the endpoint's first status; null as 204 or an empty 200. */
export type Answer = Response | object | null

export interface Endpoint {
  method: Method
  /** OpenAPI style: `/v1/albums/{id}`. */
  path: string
  tag: string
  summary: string
  description?: string
  access: Access
  /** The answer follows from path, query and catalog alone, whoever asks: it may be kept until the catalog changes. */
  hot?: (url: URL) => boolean
  params?: z.ZodObject
  query?: z.ZodObject
  /** `stream`: handed on unread. */
  body?: z.ZodType | 'stream'
  /** Status → schema, or null for an empty body; the first is the usual one. */
  answers: Readonly<Record<number, z.ZodType | null>>
  handle(call: Call): Promise<Answer>
}

export const always = () => true
/** Whoever asks for chance gets it anew each time. */
export const unlessRandom = (url: URL) => url.searchParams.get('sort') !== 'random'

type Output<S> = S extends z.ZodType ? z.output<S> : undefined

/** Declares an endpoint; the handler's input is typed by its schemas. */
export function endpoint<
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | 'stream' | undefined = undefined,
>(
  declared: Omit<Endpoint, 'handle' | 'params' | 'query' | 'body'> & {
    params?: P
    query?: Q
    body?: B
    handle(call: Call<Output<P>, Output<Q>, Output<B>>): Promise<Answer>
  },
): Endpoint {
  return declared as unknown as Endpoint
}

const bodyBytesMax = 1_000_000

/** Validates what came in; throws `bad-request` that names the first wrong value. */
export async function readCall(
  declared: Endpoint,
  from: { request: Request; url: URL; params: Record<string, string>; caller: Caller },
): Promise<Call> {
  const { request, url, caller } = from
  const params = declared.params ? parse(declared.params, from.params) : undefined
  const query = declared.query ? parse(declared.query, queryOf(url)) : undefined
  const body =
    declared.body && declared.body !== 'stream'
      ? parse(declared.body, await readJson(request))
      : undefined
  return { params, query, body, caller, request, url }
}

const queryOf = (url: URL): Record<string, string> =>
  url.search === '' ? {} : Object.fromEntries(url.searchParams)

/** Clients send `Content-Type: application/json` with no body at all: that is an absent body, not a wrong one. */
async function readJson(request: Request): Promise<unknown> {
  if (!request.body) return undefined
  if (Number(request.headers.get('content-length') ?? 0) > bodyBytesMax) {
    throw new BackbeatError('too-large')
  }
  const text = await request.text()
  if (text.length > bodyBytesMax) throw new BackbeatError('too-large')
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new BackbeatError('bad-request', 'Error parsing JSON.', { cause })
  }
}

function parse(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') ?? ''
  throw new BackbeatError('bad-request', where ? `${where}: ${issue?.message}` : issue?.message, {
    cause: parsed.error,
    details: { issues: parsed.error.issues.map(({ path, message }) => ({ path, message })) },
  })
}

export const idSchema = z.string().regex(/^[0-9A-Za-z]{22}$/, 'Invalid base62 id')
export const idParams = z.object({ id: idSchema })

/** `?ids=a,b,c`: at least one; duplicates are kept. */
export const idList = z
  .string()
  .transform((text) => text.split(',').filter(Boolean))
  .pipe(z.array(idSchema).min(1).max(500))
  .meta({ description: 'Ids separated by commas, at most 500', type: 'string' })

export const pageQuery = (defaultLimit: number, limitMax = 500) => ({
  limit: z.coerce.number().int().min(1).max(limitMax).default(defaultLimit),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
})
