import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BackbeatError, problemOf } from '@backbeat/contracts/errors'
import type { Fetch } from '@backbeat/runtime/service'
import { idOf, startGateway, tokenFor } from './testing.ts'

const id = idOf('track')
const scopes = ['streaming', 'events:write', 'user-library-read', 'user-library-modify']
const token = await tokenFor({ scopes })

test('a peer learns who calls, with which rights, and the id of the request', async () => {
  const heard: Headers[] = []
  const library: Fetch = async (request) => {
    heard.push(request.headers)
    return Response.json({ items: [true] })
  }
  const { ask } = startGateway({ library })
  const headers = {
    'x-request-id': 'r1',
    'x-backbeat-user': 'mallory',
    'x-backbeat-roles': 'admin',
  }
  await ask(`/v1/me/tracks/contains?ids=${id}`, { token, headers })
  const [seen] = heard
  const told = ['user', 'roles', 'client', 'scopes'].map((name) => seen?.get(`x-backbeat-${name}`))
  assert.deepEqual(told, ['ann', 'listener', 'app', scopes.join(' ')])
  assert.equal(seen?.get('x-request-id'), 'r1')
})

test('a service that is down makes 503, that one call fails and no other', async () => {
  const library: Fetch = async () => Promise.reject(new Error('connection refused'))
  const { ask } = startGateway({ library })
  const response = await ask(`/v1/me/tracks/contains?ids=${id}`, { token })
  assert.equal(response.status, 503)
  assert.ok(response.headers.get('retry-after'))
  assert.equal((await ask('/v1/me', { token })).status, 200)
  assert.equal((await ask(`/audio/v1/tracks/${id}/manifest`, { token })).status, 503)
})

test('a service’s own error reaches the caller with its status and words', async () => {
  const media: Fetch = async () => {
    const problem = problemOf(new BackbeatError('not-found', 'This track has no file.'))
    return Response.json(problem, { status: problem.status })
  }
  const { ask } = startGateway({ media })
  const response = await ask(`/audio/v1/tracks/${id}/manifest`, { token })
  const { status, detail } = (await response.json()) as { status: number; detail: string }
  assert.deepEqual([response.status, status, detail], [404, 404, 'This track has no file.'])
})

test('a batch of events goes to delivery as it came', async () => {
  const lines = '{"type":"playback.track-played"}\n{"broken'
  const delivery: Fetch = async (request) =>
    Response.json({
      got: await request.text(),
      type: request.headers.get('content-type'),
      user: request.headers.get('x-backbeat-user'),
    })
  const { ask } = startGateway({ delivery })
  const headers = { 'content-type': 'application/x-ndjson' }
  const response = await ask('/events/v1/batches', { method: 'POST', token, headers, body: lines })
  assert.deepEqual(await response.json(), {
    got: lines,
    type: 'application/x-ndjson',
    user: 'ann',
  })
})

test('bodies that are too large or no JSON are refused before any service is asked', async () => {
  const { ask } = startGateway({})
  const put = (body: string) => ask('/v1/me/tracks', { method: 'PUT', token, body })
  assert.equal((await put(`["${'a'.repeat(1_000_001)}"]`)).status, 413)
  assert.equal((await put('{')).status, 400)
  assert.equal((await put('["short"]')).status, 400)
})
