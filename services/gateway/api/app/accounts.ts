/** First run, users, tokens: over identity. */
import {
  accountPatchSchema,
  accountSchema,
  newAccountSchema,
  type SetupBody,
  sessionSchema,
  setupBodySchema,
  tokenAnswerSchema,
  tokenBodySchema,
} from '@backbeat/contracts/api/app'
import { z } from 'zod'
import { operator } from '../callers.ts'
import type { Dependencies } from '../dependencies.ts'
import { type Call, type Endpoint, endpoint } from '../endpoint.ts'

const tag = 'Accounts'
const access = { role: 'admin', scopes: ['admin'] } as const
const version = '0.1.0'

export function accountEndpoints(dependencies: Dependencies): Endpoint[] {
  return [
    sessionEndpoint(dependencies),
    setupEndpoint(dependencies),
    ...userEndpoints(dependencies),
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
      answers: { 200: z.object({ items: z.array(accountSchema) }) },
      handle: (call) => peers.identity.get<object>('/users', call),
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
      summary: 'Change a user: name, password, role, disabled',
      access,
      params: z.object({ user_id: z.string().min(1).max(64) }),
      body: accountPatchSchema,
      answers: { 200: accountSchema },
      handle: (call) => {
        const path = `/users/${encodeURIComponent(call.params.user_id)}`
        return peers.identity.send<object>({ method: 'PATCH', path, body: call.body }, call)
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
    handle: (call) =>
      peers.identity.send<object>({ method: 'POST', path: '/local-tokens', body: call.body }, call),
  })
}
