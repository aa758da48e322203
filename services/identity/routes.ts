/** What the gateway asks of identity. */
import { BackbeatError } from '@backbeat/contracts/errors'
import type { Clock } from '@backbeat/runtime/clock'
import { callerOf, jsonErrors } from '@backbeat/runtime/http'
import type { Logger } from '@backbeat/runtime/log'
import { type Caller, roles } from '@backbeat/runtime/service'
import { Hono } from 'hono'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { abilityOf } from './abilities.ts'
import type { Accounts } from './accounts.ts'
import { newClient } from './clients.ts'
import { issueLocalToken } from './local-tokens.ts'
import type { RateLimit } from './rate-limit.ts'
import type { KeyRing } from './signing-keys.ts'
import * as clients from './store/clients.ts'
import type { ClientRow, IdentityTables, UserRow } from './store/tables.ts'

export interface RouteOptions {
  accounts: Accounts
  db: Kysely<IdentityTables>
  keys: () => KeyRing
  publicUrl: string
  clock: Clock
  log: Logger
  /** Whether visitors may make accounts. */
  registrationOpen: boolean
  /** Attempts at one's own current password. */
  passwordAttempts: RateLimit
}

const password = z.string().min(1).max(1_000)
const role = z.enum(roles)
const setupBody = z.object({ password })
const userBody = z.object({
  name: z.string().min(1).max(64),
  password,
  role: role.default('listener'),
})
const userPatch = z.object({
  role: role.optional(),
  enabled: z.boolean().optional(),
  password: password.optional(),
})
const passwordBody = z.object({ current: password, next: password })
const tokenBody = z.object({
  user: z.string().min(1).max(64),
  scope: z.string().max(1_000).default(''),
})
const clientBody = z.object({
  name: z.string().trim().min(1).max(100),
  redirectUris: z.array(z.string().max(2_000)).max(20).default([]),
  confidential: z.boolean().default(false),
})
const pageQuery = z.object({
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export function createRoutes(options: RouteOptions): Hono {
  const app = new Hono()
  app.onError(jsonErrors(options.log))
  app.notFound(() => {
    throw new BackbeatError('not-found')
  })
  app.get('/jwks', (c) => c.json(options.keys().publicKeys))
  setupRoutes(app, options)
  userRoutes(app, options)
  clientRoutes(app, options)
  tokenRoutes(app, options)
  return app
}

function setupRoutes(app: Hono, { accounts, registrationOpen }: RouteOptions): void {
  app.get('/setup', async (c) => c.json({ needed: await accounts.setupNeeded(), registrationOpen }))
  app.post('/setup', async (c) => {
    const body = await parsed(setupBody, c.req)
    const user = await accounts.setUp(body.password)
    return c.json({ user: userView(user) }, 201)
  })
}

function userRoutes(app: Hono, { accounts, passwordAttempts }: RouteOptions): void {
  app.get('/users', async (c) => {
    mustManage(c.req.raw, 'user')
    const { offset, limit } = parse(pageQuery, c.req.query())
    const { items, total } = await accounts.page(offset, limit)
    return c.json({ items: items.map(userView), total, offset, limit })
  })
  app.get('/users/:id', async (c) => {
    const caller = callerOf(c.req.raw)
    const user = await accounts.byId(c.req.param('id'))
    if (!user) throw new BackbeatError('not-found', 'There is no such user.')
    const whole = caller.userId === user.id || abilityOf(caller.roles).can('manage', 'user')
    return c.json(whole ? userView(user) : { id: user.id, name: user.name })
  })
  app.post('/users', async (c) => {
    mustManage(c.req.raw, 'user')
    return c.json(userView(await accounts.create(await parsed(userBody, c.req))), 201)
  })
  app.patch('/users/:id', async (c) => {
    mustManage(c.req.raw, 'user')
    const change = await parsed(userPatch, c.req)
    return c.json(userView(await accounts.change(c.req.param('id'), change)))
  })
  app.post('/me/password', async (c) => {
    const { userId } = callerOf(c.req.raw)
    if (!passwordAttempts.take(userId)) throw new BackbeatError('rate-limited')
    const { current, next } = await parsed(passwordBody, c.req)
    await accounts.changeOwnPassword(userId, current, next)
    passwordAttempts.clear(userId)
    return c.body(null, 204)
  })
}

function clientRoutes(app: Hono, { db, clock }: RouteOptions): void {
  app.get('/clients', async (c) => {
    mustManage(c.req.raw, 'client')
    const { offset, limit } = parse(pageQuery, c.req.query())
    const { items, total } = await clients.clientsPage(db, offset, limit)
    return c.json({ items: items.map(clientView), total, offset, limit })
  })
  app.post('/clients', async (c) => {
    mustManage(c.req.raw, 'client')
    const { row, secret } = newClient(await parsed(clientBody, c.req), clock())
    await clients.insertClient(db, row)
    return c.json({ ...clientView(row), clientSecret: secret }, 201)
  })
  app.delete('/clients/:id', async (c) => {
    mustManage(c.req.raw, 'client')
    if (!(await clients.deleteClient(db, c.req.param('id')))) throw new BackbeatError('not-found')
    return c.body(null, 204)
  })
}

function tokenRoutes(app: Hono, { accounts, keys, publicUrl, clock }: RouteOptions): void {
  app.post('/local-tokens', async (c) => {
    // Not for administrators: their tokens would renew themselves for ever.
    if (callerOf(c.req.raw).userId !== 'operator') {
      throw new BackbeatError(
        'not-permitted',
        'Only the operator may do this, at the command line.',
      )
    }
    const { user, scope } = await parsed(tokenBody, c.req)
    const now = clock()
    return c.json(
      await issueLocalToken({ accounts, keys: keys(), publicUrl, now, user, scope }),
      201,
    )
  })
}

function mustManage(request: Request, subject: 'user' | 'client'): Caller {
  const caller = callerOf(request)
  if (!abilityOf(caller.roles).can('manage', subject)) throw new BackbeatError('not-permitted')
  return caller
}

const userView = (user: UserRow) => ({
  id: user.id,
  name: user.name,
  role: user.role,
  enabled: user.enabled,
  createdAt: user.created_at.toISOString(),
})

const clientView = (client: ClientRow) => ({
  clientId: client.id,
  name: client.name,
  redirectUris: client.redirect_uris,
  confidential: client.secret_hash !== null,
  createdAt: client.created_at.toISOString(),
})

async function parsed<S extends z.ZodType>(
  schema: S,
  request: { json(): Promise<unknown> },
): Promise<z.output<S>> {
  const body = await request.json().catch((cause: unknown) => {
    throw new BackbeatError('bad-request', 'The body is not JSON.', { cause })
  })
  return parse(schema, body)
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new BackbeatError('bad-request', problems.join('; '))
}
