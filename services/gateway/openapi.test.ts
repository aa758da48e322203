import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { startGateway } from './testing.ts'
import { openApiFile, openApiText } from './write-openapi.ts'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
interface Operation {
  operationId: string
  summary?: string
  tags?: string[]
  security?: Json[]
  parameters?: { name: string; in: string; schema?: Json }[]
  responses: Record<string, { description?: string; content?: Record<string, { schema?: Json }> }>
}

const text = openApiText()
const document = JSON.parse(text) as {
  openapi: string
  paths: Record<string, Record<string, Operation>>
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

function references(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(references)
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  )
}

const resolve = (reference: string): unknown =>
  reference
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)

test('docs/openapi.json is what the code says; else run node services/gateway/write-openapi.ts', () => {
  assert.equal(readFileSync(openApiFile, 'utf8'), text)
})

test('every reference resolves', () => {
  const all = references(document as unknown as Json)
  assert.ok(all.length > 50, `${all.length} references`)
  for (const reference of all) assert.ok(resolve(reference), reference)
})

test('every operation has its own id, a summary, a tag, path parameters and answers', () => {
  assert.equal(document.openapi, '3.1.0')
  assert.equal(
    new Set(operations.map(({ operation }) => operation.operationId)).size,
    operations.length,
  )
  for (const { path, method, operation } of operations) {
    const at = `${method} ${path}`
    assert.ok(operation.summary && operation.tags?.length === 1, at)
    const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    assert.deepEqual(declared.map(({ name }) => name).toSorted(), inPath.toSorted(), at)
    const answers = Object.entries(operation.responses)
    assert.ok(
      answers.some(([status]) => status.startsWith('2')),
      at,
    )
    for (const [status, answer] of answers) {
      assert.ok(answer.description, `${at} ${status}`)
      for (const content of Object.values(answer.content ?? {})) assert.ok(content.schema, at)
    }
    assert.ok(operation.security, at)
  }
})

test('the running gateway serves the document of its own address', async () => {
  const { ask, endpoints } = startGateway({})
  const served = (await (await ask('/openapi.json')).json()) as typeof document & {
    servers: { url: string }[]
  }
  assert.deepEqual(served.servers, [{ url: 'https://music.example' }])
  assert.deepEqual(served.paths, document.paths)
  assert.equal(operations.length, endpoints.length)
})
