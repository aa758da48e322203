import assert from 'node:assert/strict'
import { test } from 'node:test'
import type {
  LibraryPlaylist,
  PlaylistItemsPage,
  PlaylistPage,
} from '@backbeat/contracts/api/library'
import { idOf, startLibrary } from './testing.ts'

type Library = Awaited<ReturnType<typeof startLibrary>>
type Ask = ReturnType<Library['as']>

const tracks = 'abcdefgh'.split('').map(idOf)
const letters = (page: PlaylistItemsPage) => page.items.map(({ trackId }) => trackId[0]).join('')

async function playlistOf(ask: Ask, text: string, details: object = {}): Promise<string> {
  const made = await ask<LibraryPlaylist>('POST', '/playlists', { name: 'Mix', ...details })
  const trackIds = text.split('').map(idOf)
  if (text) await ask('POST', `/playlists/${made.body.id}/items`, { trackIds })
  return made.body.id
}

const contentOf = async (ask: Ask, id: string) =>
  letters((await ask<PlaylistItemsPage>('GET', `/playlists/${id}/items?limit=500`)).body)

const read = async (ask: Ask, id: string) =>
  (await ask<LibraryPlaylist>('GET', `/playlists/${id}`)).body

test('a playlist is made, renamed and described', async (t) => {
  const { as, told, events } = await startLibrary(t)
  const ann = as('ann')
  const made = await ann<LibraryPlaylist>('POST', '/playlists', { name: 'Mix', public: false })
  assert.equal(made.status, 201)
  await ann('PATCH', `/playlists/${made.body.id}`, { name: 'Mixed', description: 'For rain' })
  const changed = await read(ann, made.body.id)
  assert.deepEqual(
    [changed.name, changed.description, changed.public, changed.itemCount],
    ['Mixed', 'For rain', false, 0],
  )
  assert.notEqual(changed.snapshotId, made.body.snapshotId)
  assert.deepEqual(events.at(-1)?.data, {
    playlistId: changed.id,
    change: 'renamed',
    name: 'Mixed',
    description: 'For rain',
    ownerId: 'ann',
    public: false,
    trackCount: 0,
    snapshotId: changed.snapshotId,
  })
  assert.deepEqual(told(), ['library.playlist-changed created', 'library.playlist-changed renamed'])
})

test('items go to the end or to a position', async (t) => {
  const { as } = await startLibrary(t)
  const ann = as('ann')
  const id = await playlistOf(ann, 'abc')
  const add = (text: string, position?: number) =>
    ann('POST', `/playlists/${id}/items`, { trackIds: text.split('').map(idOf), position })
  await add('d')
  await add('ef', 1)
  await add('g', 0)
  await add('h', 9999)
  assert.equal(await contentOf(ann, id), 'gaefbcdh')
  assert.equal((await read(ann, id)).itemCount, 8)
  assert.deepEqual((await read(ann, id)).leadTrackIds, ['g', 'a', 'e', 'f'].map(idOf))
})

test('ranges move before a position of the list as it was', async (t) => {
  const { as, told } = await startLibrary(t)
  const ann = as('ann')
  const moved = async (rangeStart: number, insertBefore: number, rangeLength = 1) => {
    const id = await playlistOf(ann, 'abcdef')
    told()
    await ann('PUT', `/playlists/${id}/items`, { rangeStart, insertBefore, rangeLength })
    return await contentOf(ann, id)
  }
  assert.equal(await moved(0, 6), 'bcdefa')
  assert.equal(await moved(5, 0), 'fabcde')
  assert.equal(await moved(1, 4, 2), 'adbcef')
  assert.equal(await moved(3, 1, 3), 'adefbc')
  assert.deepEqual(told(), ['library.playlist-changed items-moved'])
  assert.equal(await moved(2, 3, 2), 'abcdef')
  assert.deepEqual(told(), [], 'a move into itself changes nothing')
})

test('moving to the same place again and again makes room by itself', async (t) => {
  const { as } = await startLibrary(t)
  const ann = as('ann')
  const id = await playlistOf(ann, 'abcdef')
  for (let turn = 0; turn < 60; turn++) {
    await ann('PUT', `/playlists/${id}/items`, { rangeStart: 5, insertBefore: 1, rangeLength: 1 })
  }
  assert.equal(await contentOf(ann, id), 'abcdef')
})

test('an edit by positions against an older snapshot is a conflict, one by tracks is applied', async (t) => {
  const { as } = await startLibrary(t)
  const ann = as('ann')
  const id = await playlistOf(ann, 'abc')
  const { snapshotId } = await read(ann, id)
  await ann('POST', `/playlists/${id}/items`, { trackIds: [idOf('d')], position: 0 })
  const path = `/playlists/${id}/items`
  const move = { rangeStart: 0, insertBefore: 2, rangeLength: 1, snapshotId }
  assert.equal((await ann('PUT', path, move)).status, 409)
  const at = { tracks: [{ trackId: idOf('a'), positions: [0] }], snapshotId }
  assert.equal((await ann('DELETE', path, at)).status, 409)
  assert.equal(
    (await ann('DELETE', path, { tracks: [{ trackId: idOf('a') }], snapshotId })).status,
    200,
  )
  assert.equal(await contentOf(ann, id), 'dbc')
})

test('tracks go everywhere or only from given positions', async (t) => {
  const { as } = await startLibrary(t)
  const ann = as('ann')
  const id = await playlistOf(ann, 'abacada')
  const remove = (removed: object[]) => ann('DELETE', `/playlists/${id}/items`, { tracks: removed })
  await remove([{ trackId: idOf('a'), positions: [2, 6] }])
  assert.equal(await contentOf(ann, id), 'abcad')
  assert.equal((await remove([{ trackId: idOf('a'), positions: [1] }])).status, 400)
  await remove([{ trackId: idOf('a') }, { trackId: idOf('d') }])
  assert.equal(await contentOf(ann, id), 'bc')
  assert.equal((await read(ann, id)).itemCount, 2)
})

test('all items can be replaced', async (t) => {
  const { as, told } = await startLibrary(t)
  const ann = as('ann')
  const id = await playlistOf(ann, 'abc')
  told()
  await ann('PUT', `/playlists/${id}/items`, { trackIds: [idOf('h'), idOf('g')] })
  assert.equal(await contentOf(ann, id), 'hg')
  await ann('PUT', `/playlists/${id}/items`, { trackIds: [] })
  assert.equal(await contentOf(ann, id), '')
  assert.deepEqual(told(), Array(2).fill('library.playlist-changed items-replaced'))
})

test('edits at the same time are all kept', async (t) => {
  const { as } = await startLibrary(t)
  const ann = as('ann')
  const id = await playlistOf(ann, '')
  await Promise.all(
    tracks.map((trackId) =>
      ann('POST', `/playlists/${id}/items`, { trackIds: [trackId], position: 0 }),
    ),
  )
  assert.equal([...(await contentOf(ann, id))].sort().join(''), 'abcdefgh')
  assert.equal((await read(ann, id)).itemCount, 8)
})

test('private playlists are not there for others, public ones only to read and follow', async (t) => {
  const { as } = await startLibrary(t)
  const [ann, bob] = [as('ann'), as('bob')]
  const hidden = await playlistOf(ann, 'a', { public: false })
  const shown = await playlistOf(ann, 'a', { public: true })
  assert.equal((await bob('GET', `/playlists/${hidden}`)).status, 404)
  assert.equal((await bob('GET', `/playlists/${hidden}/items`)).status, 404)
  assert.equal((await bob('PATCH', `/playlists/${hidden}`, { name: 'x' })).status, 404)
  assert.equal((await bob('PUT', `/playlists/${hidden}/followers`)).status, 404)
  assert.equal((await bob('PATCH', `/playlists/${shown}`, { name: 'x' })).status, 403)
  assert.equal((await bob('DELETE', `/playlists/${shown}`)).status, 403)
  assert.equal((await bob('PUT', `/playlists/${shown}/followers`)).status, 204)
  const mine = (await bob<PlaylistPage>('GET', '/playlists')).body
  assert.deepEqual([mine.items.map(({ id }) => id), mine.total], [[shown], 1])
  const ofAnn = (await bob<PlaylistPage>('GET', '/playlists?owner=ann')).body
  assert.deepEqual(
    ofAnn.items.map(({ id }) => id),
    [shown],
  )
  const contains = await ann('GET', `/playlists/${shown}/followers/contains?ids=bob,ann,cy`)
  assert.deepEqual(contains.body, { items: [true, true, false] })
  await bob('DELETE', `/playlists/${shown}/followers`)
  assert.equal((await bob<PlaylistPage>('GET', '/playlists')).body.total, 0)
})

test('a deleted playlist can be restored for 30 days, also by following it again', async (t) => {
  const { as, told, time } = await startLibrary(t)
  const ann = as('ann')
  const id = await playlistOf(ann, 'abc')
  told()
  await ann('DELETE', `/playlists/${id}`)
  assert.equal((await ann('GET', `/playlists/${id}`)).status, 404)
  assert.equal((await ann('POST', `/playlists/${id}/items`, { trackIds: [tracks[0]] })).status, 404)
  assert.equal((await ann<LibraryPlaylist>('POST', `/playlists/${id}/restore`)).body.itemCount, 3)
  await ann('DELETE', `/playlists/${id}/followers`)
  await ann('PUT', `/playlists/${id}/followers`)
  assert.equal(await contentOf(ann, id), 'abc')
  const change = (name: string) => `library.playlist-changed ${name}`
  assert.deepEqual(told(), ['deleted', 'restored', 'deleted', 'restored'].map(change))
  await ann('DELETE', `/playlists/${id}`)
  time.now += 31 * 24 * 3_600_000
  assert.equal((await ann('POST', `/playlists/${id}/restore`)).status, 404)
})

test('10,000 items: a move in the middle is quick, one more item is refused', async (t) => {
  const { as, db } = await startLibrary(t)
  const ann = as('ann')
  const id = await playlistOf(ann, '')
  await db
    .insertInto('playlist_items')
    .values(
      Array.from({ length: 10_000 }, (_item, at) => ({
        playlist_id: id,
        rank: (at + 1) * 2 ** 20,
        track_id: idOf(`t${at}x`),
        added_by: 'ann',
      })),
    )
    .execute()
  await db.updateTable('playlists').set({ item_count: 10_000 }).where('id', '=', id).execute()
  const startedAt = performance.now()
  const move = { rangeStart: 5000, insertBefore: 100, rangeLength: 50 }
  assert.equal((await ann('PUT', `/playlists/${id}/items`, move)).status, 200)
  const tookMs = performance.now() - startedAt
  assert.ok(tookMs < 500, `a move took ${tookMs} ms`)
  const page = await ann<PlaylistItemsPage>('GET', `/playlists/${id}/items?offset=99&limit=52`)
  const names = page.body.items.map(({ trackId }) => Number.parseInt(trackId.slice(1), 10))
  assert.deepEqual([names[0], names[1], names[50], names[51]], [99, 5000, 5049, 100])
  const more = await ann('POST', `/playlists/${id}/items`, { trackIds: [tracks[0]] })
  assert.equal(more.status, 400)
})
