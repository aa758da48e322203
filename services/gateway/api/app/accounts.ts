/** First run, users, tokens: over identity. */
import {
  accountPatchSchema,
  accountSchema,
  clientSchema,
  createdClientSchema,
  listOf,
  newAccountSchema,
  newClientSchema,
  passwordBodySchema,
  type SetupBody,
  sessionSchema,
  setupBodySchema,
  tokenAnswerSchema,
  tokenBodySchema,
} from '@backbeat/contracts/api/app'
import { z } from 'zod'
import { operator } from '../callers.ts'
import type { Dependencies } from '../dependencies.ts'
import { type Call, type Endpoint, endpoint, pageQuery } from '../endpoint.ts'

const tag = 'Accounts'
const access = { role: 'admin', scopes: ['admin'] } as const
const version = '0.1.0'
/** Identity's pages hold a hundred at most; who asks for more gets those. */
const accountPage = z.object({
  ...pageQuery(50),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .default(50)
    .transform((limit) => Math.min(limit, 100)),
})
const pageText = ({ limit, offset }: { limit: number; offset: number }) =>
  `offset=${offset}&limit=${limit}`

interface LocalToken {
  accessToken: string
  expiresIn: number
  scope: string
}

export function accountEndpoints(dependencies: Dependencies): Endpoint[] {
  return [
    sessionEndpoint(dependencies),
    setupEndpoint(dependencies),
    ...userEndpoints(dependencies),
    ...clientEndpoints(dependencies),
    tokenEndpoint(dependencies),
  ]
}

function sessionEndpoint({ peers }: Dependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/app/v1/session',
    tag,
    summary: 'What the first page needs to know',
    access: 'public',
    answers: { 200: sessionSchema },
    handle: async () => {
      const setup = await peers.identity.get<{ needed: boolean; registrationOpen?: boolean }>(
        '/setup',
        null,
      )
      return {
        setupNeeded: setup.needed,
        registrationOpen: setup.registrationOpen ?? false,
        version,
        signedOutDemo: false,
      }
    },
  })
}

function setupEndpoint({ peers }: Dependencies): Endpoint {
  return endpoint({
    method: 'post',
    path: '/app/v1/setup',
    tag,
    summary: 'Set the administrator’s password',
    description: 'Works once, while there is no administrator; then 409.',
    access: 'public',
    body: setupBodySchema,
    answers: { 204: null },
    handle: async (call: Call<undefined, undefined, SetupBody>) => {
      const { password, musicFolder } = call.body
      await peers.identity.send({ method: 'POST', path: '/setup', body: { password } }, call)
      if (musicFolder) {
        const body = { path: musicFolder }
        const origin = { caller: operator, request: call.request }
        await peers.catalog.send({ method: 'POST', path: '/folders', body }, origin)
      }
      return null
    },
  })
}

function userEndpoints({ peers }: Dependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/app/v1/users',
      tag,
      summary: 'Users',
      access,
      query: accountPage,
      answers: { 200: listOf(accountSchema) },
      handle: (call) => peers.identity.get<object>(`/users?${pageText(call.query)}`, call),
    }),
    endpoint({
      method: 'post',
      path: '/app/v1/users',
      tag,
      summary: 'Add a user',
      access,
      body: newAccountSchema,
      answers: { 201: accountSchema },
      handle: (call) =>
        peers.identity.send<object>({ method: 'POST', path: '/users', body: call.body }, call),
    }),
    endpoint({
      method: 'patch',
      path: '/app/v1/users/{user_id}',
      tag,
      summary: 'Change a user: password, role, enabled',
      access,
      params: z.object({ user_id: z.string().min(1).max(64) }),
      body: accountPatchSchema,
      answers: { 200: accountSchema },
      handle: (call) => {
        const path = `/users/${encodeURIComponent(call.params.user_id)}`
        return peers.identity.send<object>({ method: 'PATCH', path, body: call.body }, call)
      },
    }),
    endpoint({
      method: 'post',
      path: '/app/v1/me/password',
      tag,
      summary: 'Change one’s own password',
      access: { user: true },
      body: passwordBodySchema,
      answers: { 204: null },
      handle: async (call) => {
        await peers.identity.send({ method: 'POST', path: '/me/password', body: call.body }, call)
        return null
      },
    }),
  ]
}

function clientEndpoints({ peers }: Dependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/app/v1/clients',
      tag,
      summary: 'Apps that may ask listeners for access',
      access,
      query: accountPage,
      answers: { 200: listOf(clientSchema) },
      handle: (call) => peers.identity.get<object>(`/clients?${pageText(call.query)}`, call),
    }),
    endpoint({
      method: 'post',
      path: '/app/v1/clients',
      tag,
      summary: 'Register an app',
      access,
      body: newClientSchema,
      answers: { 201: createdClientSchema },
      handle: (call) =>
        peers.identity.send<object>({ method: 'POST', path: '/clients', body: call.body }, call),
    }),
    endpoint({
      method: 'delete',
      path: '/app/v1/clients/{client_id}',
      tag,
      summary: 'Remove an app',
      access,
      params: z.object({ client_id: z.string().min(1).max(64) }),
      answers: { 204: null },
      handle: async (call) => {
        const path = `/clients/${encodeURIComponent(call.params.client_id)}`
        await peers.identity.send({ method: 'DELETE', path }, call)
        return null
      },
    }),
  ]
}

function tokenEndpoint({ peers }: Dependencies): Endpoint {
  return endpoint({
    method: 'post',
    path: '/app/v1/tokens',
    tag,
    summary: 'Make an access token for a user',
    description: 'With the operator’s token only: what `npx backbeat token` does.',
    access: { scopes: ['*'] },
    body: tokenBodySchema,
    answers: { 201: tokenAnswerSchema },
    handle: async (call) => {
      const send = { method: 'POST', path: '/local-tokens', body: call.body } as const
      const made = await peers.identity.send<LocalToken>(send, call)
      return {
        access_token: made.accessToken,
        token_type: 'Bearer',
        expires_in: made.expiresIn,
        scope: made.scope,
      }
    },
  })
}
