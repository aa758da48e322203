/**
 * The built player at every path that nobody else takes: hashed assets for ever, the page itself always asked for
 * again. Without a build, a page says so.
 */
import { fileURLToPath } from 'node:url'
import { BackbeatError, problemOf } from '@backbeat/contracts/errors'
import { staticFolder } from './static-folder.ts'

/** Our own origin only; covers may be drawn on canvas (`blob:`), audio may come from a MediaSource. */
export const playerPolicy = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join('; ')

const pageHeaders = {
  'content-security-policy': playerPolicy,
  'cache-control': 'no-cache',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
}
const forever = { 'cache-control': 'public, max-age=31536000, immutable' }
const briefly = { 'cache-control': 'no-cache' }

export const playerFolder = fileURLToPath(new URL('../../web/player/dist', import.meta.url))

export function playerFiles(folder = playerFolder) {
  const files = staticFolder(folder)
  return async (request: Request, path: string): Promise<Response> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refused('method-not-allowed')
    if (path !== '/' && path !== '/index.html') {
      const headers = path.startsWith('/assets/') ? forever : briefly
      const file = await files.serve(request, decoded(path), headers)
      if (file) return file
      // A missing asset must not turn into a page: browsers would try to run it.
      if (/^\/assets\/|\.(js|css|map|png|svg|webp|woff2|json)$/.test(path)) {
        return refused('not-found')
      }
    }
    return (await files.serve(request, '/index.html', pageHeaders)) ?? notBuilt()
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return '/'
  }
}

function refused(code: 'method-not-allowed' | 'not-found'): Response {
  const problem = problemOf(new BackbeatError(code))
  const headers = { 'content-type': 'application/problem+json' }
  return Response.json(problem, { status: problem.status, headers })
}

function notBuilt(): Response {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Backbeat</title>
<h1>The player is not built yet</h1>
<p>The server runs and its API answers at <a href="/docs">/docs</a>. Start it with <code>npm start</code>, which builds
the player, or build it once with <code>npm run build -w web/player</code>.</p></html>`
  const headers = { 'content-type': 'text/html; charset=utf-8', ...pageHeaders }
  return new Response(html, { status: 503, headers })
}
