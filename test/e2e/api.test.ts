/** `/v1` as the official clients call it, on the real program: shapes, paging, and the oddities of their requests. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type {
  Album,
  FollowedArtists,
  Page,
  Playlist,
  PlaylistItem,
  PrivateUser,
  SavedAlbum,
  SavedTrack,
  SearchAnswer,
  SimplifiedPlaylist,
  SimplifiedTrack,
  Track,
} from '@backbeat/contracts/api/spotify'
import { testFolder } from '@backbeat/runtime/testing'
import { eventually, type Program, runCommand, startProgram } from '../program.ts'

const music = join(import.meta.dirname, '../fixtures/music')
const scopes = [
  'user-library-read',
  'user-library-modify',
  'user-follow-read',
  'user-follow-modify',
  'playlist-read-private',
  'playlist-modify-public',
  'playlist-modify-private',
  'user-read-recently-played',
  'user-top-read',
].join(' ')
const cleanups: (() => Promise<void> | void)[] = []
const scope = { after: (cleanup: () => Promise<void> | void) => void cleanups.push(cleanup) }

let program: Program
let token: string
let tracks: Track[]
let album: string
let artist: string

before(async () => {
  const dataDir = await testFolder(scope)
  const environment = { BACKBEAT_ADMIN_PASSWORD: 'correct horse battery' }
  program = await startProgram(scope, { dataDir, flags: ['--music', music], environment })
  const command = ['token', '--user', 'admin', '--scope', scopes, '--data', dataDir]
  const made = await runCommand(command)
  assert.equal(made.code, 0, made.stderr)
  token = made.stdout.trim().split('\n').at(-1) as string
  const found = await eventually(
    () => get<SearchAnswer>('/v1/search/?q=tone&type=track,album,artist&limit=50'),
    (answer) => answer.tracks?.total === 8 && answer.albums?.total === 1,
    30_000,
  )
  tracks = found.tracks?.items as Track[]
  album = found.albums?.items[0]?.id as string
  artist = tracks[0]?.artists[0]?.id as string
})

after(async () => {
  await program.stop()
  for (const cleanup of cleanups.reverse()) await cleanup()
})

async function ask(method: string, path: string, body?: unknown, headers = {}) {
  const url = path.startsWith('http') ? path : program.url + path
  return await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

async function get<T>(path: string): Promise<T> {
  const response = await ask('GET', path)
  const text = await response.text()
  assert.equal(response.status, 200, `${path}: ${text}`)
  return JSON.parse(text) as T
}

/** Answers without a body must have none, or clients that parse them fail. */
async function done(method: string, path: string, body?: unknown): Promise<void> {
  const response = await ask(method, path, body)
  assert.deepEqual([response.status, await response.text()], [200, ''], path)
}

const idAt = (at: number): string => tracks[at]?.id as string
const uriAt = (at: number): string => `spotify:track:${idAt(at)}`

test('pages carry absolute addresses that lead from one to the next', async () => {
  const first = await get<Page<SimplifiedTrack>>(`/v1/albums/${album}/tracks/?limit=3`)
  assert.deepEqual([first.items.length, first.total, first.offset, first.limit], [3, 8, 0, 3])
  assert.equal(first.previous, null)
  assert.ok(first.next?.startsWith(`${program.url}/v1/albums/${album}/tracks?`), String(first.next))
  const seen = [...first.items]
  for (let next = first.next; next; ) {
    const page = await get<Page<SimplifiedTrack>>(next)
    seen.push(...page.items)
    next = page.next
  }
  assert.equal(new Set(seen.map(({ id }) => id)).size, 8)
})

test('batches keep order and duplicates, null for unknown', async () => {
  const unknown = 'x'.repeat(22)
  const ids = [idAt(1), unknown, idAt(0), idAt(1)]
  const answer = await get<{ tracks: (Track | null)[] }>(`/v1/tracks/?ids=${ids}`)
  assert.deepEqual(
    answer.tracks.map((track) => track?.id ?? null),
    [idAt(1), null, idAt(0), idAt(1)],
  )
  const albums = await get<{ albums: Album[] }>(`/v1/albums?ids=${album},${album}`)
  assert.deepEqual(
    albums.albums.map(({ id, tracks: page }) => [id, page.total]),
    [
      [album, 8],
      [album, 8],
    ],
  )
})

test('objects name each other consistently', async () => {
  const whole = await get<Album>(`/v1/albums/${album}`)
  assert.equal(whole.uri, `spotify:album:${album}`)
  assert.equal(whole.href, `${program.url}/v1/albums/${album}`)
  assert.equal(whole.tracks.items.length, 8)
  const track = await get<Track>(`/v1/tracks/${idAt(0)}`)
  assert.equal(track.album.id, album)
  assert.equal((await get<{ id: string }>(`/v1/artists/${artist}`)).id, artist)
  const top = await get<{ tracks: Track[] }>(`/v1/artists/${artist}/top-tracks?market=SE`)
  assert.equal(top.tracks.length, 8)
  const albums = await get<Page<Album>>(`/v1/artists/${artist}/albums?include_groups=album,single`)
  assert.equal(albums.total, 1)
  assert.equal(
    (await get<Page<Album>>(`/v1/artists/${artist}/albums?include_groups=appears_on`)).total,
    0,
  )
})

test('ids come in the query, as a bare array or as an object', async () => {
  await done('PUT', `/v1/me/tracks/?ids=${idAt(0)}`)
  await done('PUT', '/v1/me/tracks', [idAt(1)])
  await done('PUT', '/v1/me/tracks', { ids: [idAt(2)] })
  await done('PUT', `/v1/me/tracks?ids=${'y'.repeat(22)}`)
  const liked = await get<Page<SavedTrack>>('/v1/me/tracks/?limit=2')
  assert.deepEqual([liked.items.map(({ track }) => track.id), liked.total], [[idAt(2), idAt(1)], 3])
  const contains = `/v1/me/tracks/contains?ids=${idAt(0)},${idAt(3)},${idAt(0)}`
  assert.deepEqual(await get(contains), [true, false, true])
  await done('DELETE', '/v1/me/tracks', [idAt(0), idAt(1), idAt(2)])
  assert.equal((await get<Page<SavedTrack>>('/v1/me/tracks')).total, 0)
})

test('albums are saved and artists followed', async () => {
  await done('PUT', `/v1/me/albums?ids=${album}`)
  const [saved] = (await get<Page<SavedAlbum>>('/v1/me/albums')).items
  assert.equal(saved?.album.tracks.total, 8)
  assert.deepEqual(await get(`/v1/me/albums/contains?ids=${album}`), [true])
  await done('DELETE', '/v1/me/albums', [album])
  await done('PUT', '/v1/me/following?type=artist', { ids: [artist] })
  assert.deepEqual(await get(`/v1/me/following/contains?type=artist&ids=${artist}`), [true])
  const { artists } = await get<FollowedArtists>('/v1/me/following?type=artist')
  assert.deepEqual([artists.items[0]?.id, artists.total, artists.next], [artist, 1, null])
  await done('DELETE', `/v1/me/following?type=artist&ids=${artist}`)
})

test('a playlist lives through its whole life under both dialects', async () => {
  const me = await get<PrivateUser>('/v1/me/')
  const made = await ask('POST', `/v1/users/${me.id}/playlists`, { name: 'Road', public: false })
  assert.equal(made.status, 201)
  const { id } = (await made.json()) as Playlist
  const path = `/v1/playlists/${id}`
  for (const [noun, body] of [
    ['tracks', { uris: [uriAt(0)] }],
    ['tracks', { uris: [uriAt(1)], position: null }],
    ['items', [uriAt(2)]],
  ] as const) {
    const response = await ask('POST', `${path}/${noun}`, body)
    assert.equal(response.status, 201)
    assert.ok(((await response.json()) as { snapshot_id: string }).snapshot_id)
  }
  const move = { range_start: 0, insert_before: 3, range_length: 1, snapshot_id: null }
  assert.equal((await ask('PUT', `${path}/tracks`, move)).status, 200)
  const page = await get<Page<PlaylistItem>>(`${path}/items`)
  assert.deepEqual(
    page.items.map(({ track, item }) => [track?.id, item?.id]),
    [1, 2, 0].map((at) => [idAt(at), idAt(at)]),
  )
  const stale = { ...move, snapshot_id: 'older' }
  assert.equal((await ask('PUT', `${path}/tracks`, stale)).status, 409)
  assert.equal((await ask('DELETE', `${path}/items`, { items: [{ uri: uriAt(1) }] })).status, 200)
  await done('PUT', path, { name: 'Long road', description: null })
  const whole = await get<Playlist>(path)
  assert.deepEqual([whole.name, whole.tracks.total, whole.items.total], ['Long road', 2, 2])
  assert.equal(whole.owner.display_name, 'admin')
  const names = async () =>
    (await get<Page<SimplifiedPlaylist>>('/v1/me/playlists')).items.map(({ name }) => name)
  assert.deepEqual(await names(), ['Long road'])
  await done('DELETE', `${path}/followers`)
  assert.deepEqual(await names(), [])
  assert.equal((await ask('POST', `/app/v1/playlists/${id}/restore`)).status, 200)
  assert.deepEqual(await names(), ['Long road'])
  assert.equal((await ask('DELETE', `/app/v1/playlists/${id}`)).status, 204)
})

test('errors have the shape and status that clients read', async () => {
  const errorOf = async (...[method, path, body]: [string, string, unknown?]) => {
    const response = await ask(method, path, body)
    const { error } = (await response.json()) as { error: { status: number; message: string } }
    assert.equal(error.status, response.status, path)
    return [error.status, error.message]
  }
  assert.deepEqual(await errorOf('GET', `/v1/albums/${'z'.repeat(22)}`), [404, 'Non existing id'])
  assert.deepEqual(await errorOf('GET', '/v1/albums/abc'), [400, 'id: Invalid base62 id'])
  assert.deepEqual(await errorOf('PUT', '/v1/me/tracks'), [400, 'No ids provided'])
  assert.deepEqual(await errorOf('PUT', '/v1/me/tracks', '{oops'), [400, 'Error parsing JSON.'])
  assert.deepEqual(await errorOf('GET', '/v1/nothing'), [404, 'Service not found'])
  assert.equal((await errorOf('GET', '/v1/search?q='))[0], 400)
  assert.equal((await errorOf('GET', '/v1/me/tracks?limit=0'))[0], 400)
  assert.equal((await errorOf('GET', `/v1/playlists/${'z'.repeat(22)}`))[0], 404)
})

test('history and top lists answer before anything was heard', async () => {
  const empty = { items: 0, total: 0 }
  for (const kind of ['tracks', 'artists', 'albums']) {
    const page = await get<Page<unknown>>(`/v1/me/top/${kind}/?time_range=short_term`)
    assert.deepEqual({ items: page.items.length, total: page.total }, empty, kind)
  }
  const recent = await get<{ items: unknown[]; cursors: null }>('/v1/me/player/recently-played')
  assert.deepEqual([recent.items, recent.cursors], [[], null])
})
