/** The listener and other users. */
import { privateUserSchema, userSchema } from '@backbeat/contracts/api/spotify'
import { BackbeatError } from '@backbeat/contracts/errors'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { linksOf } from './shapes.ts'

const tag = 'Users'

const userOf = (base: string, id: string, name: string) => ({
  ...linksOf(base, 'user', id),
  display_name: name,
  type: 'user' as const,
  images: [],
  followers: { href: null, total: 0 },
})

export function userEndpoints({ users, base }: Dependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/v1/me',
      tag,
      summary: 'The listener whose token it is',
      access: { user: true },
      answers: { 200: privateUserSchema },
      handle: async (call) => {
        const { userId, roles } = call.caller
        const known = await users.find(userId, call)
        return {
          ...userOf(base, userId, known?.name ?? userId),
          country: 'ZZ',
          email: null,
          product: 'premium',
          explicit_content: { filter_enabled: false, filter_locked: false },
          roles,
        }
      },
    }),
    endpoint({
      method: 'get',
      path: '/v1/users/{user_id}',
      tag,
      summary: 'A user',
      access: {},
      params: z.object({ user_id: z.string().min(1).max(64) }),
      answers: { 200: userSchema },
      handle: async (call) => {
        const known = await users.find(call.params.user_id, call)
        if (!known) throw new BackbeatError('not-found', 'No such user')
        return userOf(base, known.id, known.name)
      },
    }),
  ]
}
