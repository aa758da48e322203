/** `/openapi.json` and `/docs`, its readable form by swagger-ui from our own disk: nothing is loaded from elsewhere. */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Endpoint } from './api/endpoint.ts'
import { openApiDocument } from './openapi.ts'
import { jsonReply } from './reply.ts'
import { staticFolder } from './static-folder.ts'

const packageFolder = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')))

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Backbeat API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>`

const script = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true,
  docExpansion: 'list', defaultModelsExpandDepth: 0, persistAuthorization: false, validatorUrl: null })`

const policy =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"

/** Answers its paths, null for others. */
export function apiDocuments(endpoints: readonly Endpoint[], publicUrl: string) {
  let document: object | undefined
  const files = staticFolder(packageFolder)
  return async (request: Request, path: string): Promise<Response | null> => {
    if (path === '/openapi.json') {
      document ??= openApiDocument(endpoints, publicUrl)
      const reply = jsonReply(document)
      reply.headers.set('access-control-allow-origin', '*')
      return reply
    }
    if (path === '/docs' || path === '/docs/') return text(page, 'text/html; charset=utf-8')
    if (path === '/docs/start.js') return text(script, 'text/javascript; charset=utf-8')
    if (!path.startsWith('/docs/')) return null
    return await files.serve(request, path.slice('/docs'.length), { 'cache-control': 'no-cache' })
  }
}

const text = (body: string, type: string): Response =>
  new Response(body, { headers: { 'content-type': type, 'content-security-policy': policy } })
