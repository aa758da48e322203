/** The OpenAPI 3.1 document of the endpoints: from the same list that routes them. */

import { spotifyErrorSchema } from '@backbeat/contracts/api/spotify'
import { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { describeAccess } from './api/access.ts'
import type { Endpoint } from './api/endpoint.ts'

type Registry = OpenAPIHono['openAPIRegistry']
type RouteConfig = Parameters<Registry['registerPath']>[0]

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    code: z.string(),
    retryable: z.boolean(),
    details: z.looseObject({}).optional(),
  })
  .meta({ id: 'Problem' })

/** `serverUrl` is left out of the committed document, which is the same for every installation. */
export function openApiDocument(endpoints: readonly Endpoint[], serverUrl?: string) {
  const { openAPIRegistry: registry, getOpenAPI31Document } = new OpenAPIHono()
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token from /api/token or `npx backbeat token`.',
  })
  for (const declared of endpoints) registry.registerPath(routeOf(declared))
  return getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Backbeat',
      version: '0.1.0',
      description:
        '`/v1` has the shapes of the Spotify Web API, `/app/v1` is what the player and the command line need beyond it.',
      license: { name: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl ?? '/' }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
  })
}

function routeOf(declared: Endpoint): RouteConfig {
  const { method, path, tag, summary, description, access, params, query } = declared
  return {
    method,
    path,
    operationId: `${method}${path.replaceAll(/[^A-Za-z0-9]+(\w)/g, (_all, letter: string) => letter.toUpperCase()).replaceAll(/\W/g, '')}`,
    tags: [tag],
    summary,
    description: [description, describeAccess(access)].filter(Boolean).join(' '),
    security: access === 'public' ? [] : [{ bearer: [] }],
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...bodyOf(declared),
    } as NonNullable<RouteConfig['request']>,
    responses: { ...answersOf(declared), ...errorsOf(declared) },
  }
}

function bodyOf({ body }: Endpoint): NonNullable<RouteConfig['request']> {
  if (!body) return {}
  if (body === 'stream') {
    return { body: { required: true, content: { 'application/x-ndjson': { schema: z.string() } } } }
  }
  const required = !body.safeParse(undefined).success
  return { body: { required, content: { 'application/json': { schema: body } } } }
}

function answersOf({ answers }: Endpoint): RouteConfig['responses'] {
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => [
      status,
      schema
        ? { description: 'Done', content: { 'application/json': { schema } } }
        : { description: 'Done, no body' },
    ]),
  )
}

function errorsOf({ access, path, params, query, body }: Endpoint): RouteConfig['responses'] {
  const content = path.startsWith('/v1/')
    ? { 'application/json': { schema: spotifyErrorSchema } }
    : { 'application/problem+json': { schema: problemSchema } }
  return {
    ...(query || body || params ? { 400: { description: 'A wrong value', content } } : {}),
    ...(access === 'public'
      ? {}
      : {
          401: { description: 'No valid token', content },
          403: { description: 'Scope or role is missing', content },
        }),
    ...(params ? { 404: { description: 'Not found', content } } : {}),
    503: { description: 'A service does not answer', content },
  }
}
