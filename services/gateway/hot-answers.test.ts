import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fetch } from '@backbeat/runtime/service'
import { idOf, startGateway, tokenFor } from './testing.ts'

const token = await tokenFor({})
const id = idOf('artist')

function catalogOf(state: { version: string | null; name: string; asked: number }): Fetch {
  return async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/version') {
      return state.version === null
        ? new Response(null, { status: 404 })
        : Response.json({ version: state.version })
    }
    state.asked++
    const artist = { id, name: state.name, genres: [], coverId: null, albumCount: 1, trackCount: 1 }
    return Response.json({ items: [state.name ? artist : null] })
  }
}

test('an answer is kept until the catalog changes, then it is the new one at once', async () => {
  const state = { version: '1', name: 'Old', asked: 0 }
  const { ask } = startGateway({ catalog: catalogOf(state) })
  const nameOf = async () => {
    const response = await ask(`/v1/artists/${id}`, { token })
    return ((await response.json()) as { name: string }).name
  }
  assert.deepEqual([await nameOf(), await nameOf(), state.asked], ['Old', 'Old', 1])
  Object.assign(state, { version: '2', name: 'New' })
  assert.deepEqual([await nameOf(), await nameOf(), state.asked], ['New', 'New', 2])
})

test('kept answers still need a token', async () => {
  const state = { version: '1', name: 'Old', asked: 0 }
  const { ask } = startGateway({ catalog: catalogOf(state) })
  await ask(`/v1/artists/${id}`, { token })
  assert.equal((await ask(`/v1/artists/${id}`)).status, 401)
})

test('errors are not kept', async () => {
  const state = { version: '1', name: '', asked: 0 }
  const { ask } = startGateway({ catalog: catalogOf(state) })
  assert.equal((await ask(`/v1/artists/${id}`, { token })).status, 404)
  state.name = 'Came'
  assert.equal((await ask(`/v1/artists/${id}`, { token })).status, 200)
})

test('a catalog that tells no version is asked each time', async () => {
  const state = { version: null, name: 'Old', asked: 0 }
  const { ask } = startGateway({ catalog: catalogOf(state) })
  await ask(`/v1/artists/${id}`, { token })
  await ask(`/v1/artists/${id}`, { token })
  assert.equal(state.asked, 2)
})

test('random lists are made anew each time', async () => {
  let asked = 0
  const catalog: Fetch = async (request) => {
    if (new URL(request.url).pathname === '/version') return Response.json({ version: '1' })
    asked++
    return Response.json({ items: [], total: 0 })
  }
  const { ask } = startGateway({ catalog })
  for (const sort of ['random', 'random', 'title', 'title']) {
    assert.equal((await ask(`/app/v1/tracks?sort=${sort}`, { token })).status, 200)
  }
  assert.equal(asked, 3)
})
