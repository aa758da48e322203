/** Writes the OpenAPI document to `docs/openapi.json`: `node services/gateway/write-openapi.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Dependencies } from './api/dependencies.ts'
import { allEndpoints } from './endpoints.ts'
import { openApiDocument } from './openapi.ts'

/** Declarations alone need nothing of what handlers are made of. */
const undemanding = { base: '' } as Dependencies

export const openApiFile = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url))

export const openApiText = (): string =>
  `${JSON.stringify(openApiDocument(allEndpoints(undemanding)), null, 2)}\n`

if (import.meta.main) {
  mkdirSync(fileURLToPath(new URL('../../docs', import.meta.url)), { recursive: true })
  writeFileSync(openApiFile, openApiText())
}
