/**
 * The router: every endpoint of the list with its access check, then the documents, then the player's files. Whatever
 * is wrong becomes an answer here.
 */
import { BackbeatError } from '@backbeat/contracts/errors'
import type { Logger } from '@backbeat/runtime/log'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { requireAccess } from './api/access.ts'
import { nobody } from './api/callers.ts'
import { type Endpoint, readCall } from './api/endpoint.ts'
import type { Authenticate } from './authentication.ts'
import type { HotAnswers } from './hot-answers.ts'
import { errorReply, toResponse } from './reply.ts'

export interface AppOptions {
  endpoints: readonly Endpoint[]
  authenticate: Authenticate
  hotAnswers: HotAnswers
  /** Answers what no endpoint takes. */
  publicFiles: (request: Request, path: string) => Promise<Response>
  log: Logger
}

/** Paths that belong to an API: what is unknown there is an error, never the player's page. */
const apiPaths = /^\/(v1|app|audio|events)(\/|$)/

export function createApp(options: AppOptions): Hono {
  // Some clients end paths with a slash.
  const app = new Hono({ strict: false })
  // Apps of other origins call it from browsers; tokens come in a header, never in a cookie, so any origin may.
  app.use('/v1/*', cors({ origin: '*', maxAge: 86_400, exposeHeaders: ['retry-after'] }))
  for (const declared of options.endpoints) {
    app.on(declared.method.toUpperCase(), routerPath(declared.path), async (context) => {
      const request = context.req.raw
      const caller = await options.authenticate(request)
      requireAccess(declared.access, caller)
      const url = new URL(request.url)
      const answer = async () => {
        const params = context.req.param() as Record<string, string>
        const call = await readCall(declared, { request, url, params, caller: caller ?? nobody })
        return toResponse(await declared.handle(call), declared)
      }
      return declared.hot?.(url)
        ? await options.hotAnswers.answer(url.pathname + url.search, answer)
        : await answer()
    })
  }
  app.all('*', async (context) => {
    if (apiPaths.test(context.req.path)) throw new BackbeatError('not-found', 'Service not found')
    return await options.publicFiles(context.req.raw, context.req.path)
  })
  app.onError((error, context) => errorReply(error, context.req.path, options.log))
  return app
}

const routerPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')
