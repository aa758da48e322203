import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BackbeatError, errorCodes, problemOf } from '@backbeat/contracts/errors'
import { callerOf, headersOf, type Listener, type ListenOptions, listen } from './http.ts'
import { createMetrics } from './metrics.ts'
import { quietLogger } from './testing.ts'

const options = (overrides: Partial<ListenOptions> = {}): ListenOptions => ({
  host: '127.0.0.1',
  port: 0,
  entries: () => [],
  fetch: async (request) => new Response(new URL(request.url).pathname),
  log: quietLogger,
  metrics: createMetrics(),
  ...overrides,
})

const opened = async (
  t: { after(f: () => Promise<void>): void },
  overrides?: Partial<ListenOptions>,
): Promise<Listener & { url: string }> => {
  const listener = await listen(options(overrides))
  t.after(() => listener.close(0))
  return { ...listener, url: `http://127.0.0.1:${listener.port}` }
}

test('the longest matching entry takes a request, the gateway takes the rest', async (t) => {
  const answer = (text: string) => ({
    handle: (_request: unknown, response: { end(text: string): void }) => response.end(text),
  })
  const entries = [
    { prefix: '/audio/', ...answer('short') },
    { prefix: '/audio/v1/files/', ...answer('long') },
  ]
  const { url } = await opened(t, { entries: () => entries })
  const text = async (path: string) => (await fetch(url + path)).text()
  assert.equal(await text('/audio/v1/files/x'), 'long')
  assert.equal(await text('/audio/v1/tracks'), 'short')
  assert.equal(await text('/v1/search?q=x'), '/v1/search')
})

test('an answer carries the request id of its request, or a new one', async (t) => {
  const { url } = await opened(t)
  const given = await fetch(url, { headers: { 'x-request-id': 'mine' } })
  assert.equal(given.headers.get('x-request-id'), 'mine')
  const made = await fetch(url)
  assert.match(made.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/)
})

test('a taken port is a start-failed error of one sentence', async (t) => {
  const { port } = await opened(t)
  await assert.rejects(listen(options({ port })), {
    code: 'start-failed',
    message: `Port ${port} on 127.0.0.1 is taken by another program: stop it or choose another with --port.`,
  })
})

test('close lets a request under way finish', async (t) => {
  let begun = () => {}
  const started = new Promise<void>((resolve) => {
    begun = resolve
  })
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const listener = await opened(t, {
    fetch: async () => {
      begun()
      await finished
      return new Response('whole')
    },
  })
  const answer = fetch(listener.url)
  await started
  const closed = listener.close(60_000)
  finish()
  assert.equal(await (await answer).text(), 'whole')
  await closed
})

test('a caller survives the way through headers; without one the request is refused', () => {
  const caller = { userId: 'u', roles: ['admin'] as const, scopes: ['a', 'b'], clientId: 'c' }
  const request = new Request('http://x', { headers: headersOf(caller) })
  assert.deepEqual(callerOf(request), caller)
  assert.throws(() => callerOf(new Request('http://x')), { code: 'not-authenticated' })
})

for (const code of errorCodes) {
  test(`the error ${code} becomes a problem document`, () => {
    const problem = problemOf(new BackbeatError(code, 'why', { details: { at: 1 } }))
    assert.equal(problem.type, `urn:backbeat:error:${code}`)
    assert.ok(problem.status >= 400 && problem.status < 600)
    assert.ok(problem.title.endsWith('.'))
    assert.deepEqual([problem.code, problem.detail, problem.details], [code, 'why', { at: 1 }])
  })
}

test('an unknown error tells nothing of itself', () => {
  const problem = problemOf(new Error('password is 1234'))
  assert.equal(problem.code, 'internal')
  assert.doesNotMatch(JSON.stringify(problem), /1234/)
})
