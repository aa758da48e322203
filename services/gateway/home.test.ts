import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Home } from '@backbeat/contracts/api/app'
import type { Fetch } from '@backbeat/runtime/service'
import { idOf, startGateway, tokenFor } from './testing.ts'

const token = await tokenFor({})

const artist = (name: string) => ({
  ...{ id: idOf(name), name, genres: ['jazz'], coverId: null, addedAt: '2026-01-01T00:00:00Z' },
  ...{ albumCount: 1, trackCount: 1 },
})
const album = (name: string) => ({
  ...{ id: idOf(name), name, type: 'album', artists: [], releaseDate: null, genres: ['jazz'] },
  ...{ label: null, coverId: null, trackCount: 1, durationMs: 1, addedAt: '2026-01-01T00:00:00Z' },
})
const track = (name: string) => ({
  ...{ id: idOf(name), name, artists: [], album: album(`of-${name}`), genres: [], source: {} },
})

const shapes: Record<string, (name: string) => object> = {
  '/artists': artist,
  '/albums': album,
  '/tracks': track,
}
const nameOf = (id: string) => id.replace(/0+$/, '')

const catalog: Fetch = async (request) => {
  const { pathname, searchParams } = new URL(request.url)
  if (pathname === '/genres') {
    const items = [{ name: 'rock', trackCount: 9, albumCount: 2 }]
    return Response.json({ items, total: 1 })
  }
  const shape = shapes[pathname]
  if (!shape) return new Response(null, { status: 404 })
  const ids = searchParams.get('ids')
  if (ids) return Response.json({ items: ids.split(',').map((id) => shape(nameOf(id))) })
  const found = `${searchParams.get('genre') ?? ''}${searchParams.get('sort')}`
  return Response.json({ items: [shape(found)], total: 1 })
}

const library: Fetch = async () => Response.json({ items: [], total: 0 })

const playbackOf =
  (tops: Record<string, string[]>, recent: string[]): Fetch =>
  async (request) => {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/recently-played') {
      const items = recent.map((name) => ({
        ...{ trackId: idOf(name), playedAt: '2026-11-24T00:00:00Z', context: null },
      }))
      return Response.json({ items })
    }
    const names = tops[`${pathname.split('/').at(-1)} ${searchParams.get('range')}`] ?? []
    const items = names.map((name) => ({ id: idOf(name), plays: 1, playedMs: 1 }))
    return Response.json({ items, total: items.length })
  }

async function homeWith(peers: Record<string, Fetch>) {
  const { ask } = startGateway({ catalog, library, ...peers })
  const response = await ask('/app/v1/home', { token })
  assert.equal(response.status, 200)
  const { shelves } = (await response.json()) as Home
  return shelves.map(({ id, items }) => [id, items.map(({ name }) => name)])
}

test('who has heard nothing yet sees what is new and the largest genres', async () => {
  assert.deepEqual(await homeWith({ playback: playbackOf({}, []) }), [
    ['new', ['added']],
    ['genre:rock', ['rockrandom']],
  ])
})

test('who has listened sees what it was, what was forgotten, and more of the genre', async () => {
  const tops = {
    'tracks short_term': ['song'],
    'albums short_term': ['lately'],
    'albums long_term': ['lately', 'longago'],
    'artists medium_term': ['someone'],
  }
  assert.deepEqual(await homeWith({ playback: playbackOf(tops, ['a', 'b', 'a']) }), [
    ['continue', ['of-a', 'of-b']],
    ['most-played', ['song']],
    ['new', ['added']],
    ['top-artists', ['someone']],
    ['rediscover', ['longago']],
    ['genre:jazz', ['jazzrandom']],
  ])
})

test('without playback and library the page still comes', async () => {
  const down: Fetch = async () => Promise.reject(new Error('down'))
  const shelves = await homeWith({ playback: down, library: down })
  assert.deepEqual(
    shelves.map(([id]) => id),
    ['new', 'genre:rock'],
  )
})
