import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileObjectStore } from '@backbeat/adapters/embedded/object-store'
import type {
  CatalogAlbum,
  CatalogArtist,
  CatalogTrack,
  Genre,
  Page,
} from '@backbeat/contracts/api/catalog'
import { testFolder } from '@backbeat/runtime/testing'
import sharp from 'sharp'
import { startCatalog } from './testing/start-catalog.ts'
import { type FileTags, taggedMp3, taggedOgg } from './testing/tagged-audio.ts'

const fixtures = join(import.meta.dirname, '../../test/fixtures/music')
const mp3 = await readFile(join(fixtures, 'tone.mp3'))
const ogg = await readFile(join(fixtures, 'tone.ogg'))

async function fixture(t: TestContext, { watchMusic = false } = {}) {
  const music = await testFolder(t)
  const objects = fileObjectStore(await testFolder(t))
  const catalog = await startCatalog(t, { objects, music: [music], watchMusic })
  const put = async (path: string, bytes: Buffer) => {
    await mkdir(dirname(join(music, path)), { recursive: true })
    await writeFile(join(music, path), bytes)
    await utimes(join(music, path), 1e9, 1e9)
  }
  const song = (path: string, tags: FileTags, cover?: Buffer) =>
    put(path, taggedMp3(mp3, { tags, ...(cover ? { cover } : {}) }))
  const list = async <T>(path: string) => (await catalog.get<Page<T>>(path)).items
  const names = async (path: string) => (await list<{ name: string }>(path)).map(({ name }) => name)
  return { ...catalog, music, put, song, list, names }
}

/** A picture of one color. */
const picture = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 800, height: 700, channels: 3, background } })
    .jpeg()
    .toBuffer()

test('a compilation is one album of various artists, on which its artists appear', async (t) => {
  const { song, import: run, list } = await fixture(t)
  for (const n of [1, 2, 3]) {
    const tags = { TITLE: `T${n}`, ARTIST: `Artist ${n}`, ALBUM: 'Hits', TRACKNUMBER: String(n) }
    await song(`Hits/${n}.mp3`, tags)
    await song(`Flagged/${n}.mp3`, {
      ...tags,
      ALBUM: 'Flagged',
      COMPILATION: '1',
      TRACKNUMBER: '1',
    })
  }
  await run()
  for (const album of await list<CatalogAlbum>('/albums')) {
    assert.deepEqual(
      [album.type, album.artists[0]?.name, album.trackCount],
      ['compilation', 'Various Artists', 3],
    )
  }
  const artist = (await list<CatalogArtist>('/artists')).find(
    ({ name }) => name === 'Artist 2',
  ) as CatalogArtist
  assert.deepEqual([artist.albumCount, artist.trackCount], [0, 2])
  const of = (groups: string) => list(`/albums?artistId=${artist.id}&groups=${groups}`)
  assert.deepEqual(
    [(await of('appears_on')).length, (await of('album,compilation')).length],
    [2, 0],
  )
})

test('albums of one name stay apart by artist and by folder', async (t) => {
  const { song, import: run, list } = await fixture(t)
  const tags = { TITLE: 'One', ALBUM: 'Greatest Hits', TRACKNUMBER: '1' }
  await song('flat/q.mp3', { ...tags, ARTIST: 'Queen' })
  await song('flat/a.mp3', { ...tags, ARTIST: 'ABBA' })
  await song('Tom/1/a.mp3', { ...tags, ARTIST: 'Tom', ALBUMARTIST: 'Tom', DATE: '1981' })
  await song('Tom/2/a.mp3', { ...tags, ARTIST: 'Tom', ALBUMARTIST: 'Tom', DATE: '1991' })
  await song('Two/CD1/a.mp3', { ...tags, ARTIST: 'Discs', DISCNUMBER: '1' })
  await song('Two/CD2/a.mp3', { ...tags, ARTIST: 'Discs', DISCNUMBER: '2' })
  await run()
  const albums = await list<CatalogAlbum>('/albums')
  assert.deepEqual(
    albums.map(({ artists, trackCount }) => `${artists[0]?.name} ${trackCount}`).sort(),
    ['ABBA 1', 'Discs 2', 'Queen 1', 'Tom 1', 'Tom 1'],
  )
})

test('guests are artists of the track, not of the album', async (t) => {
  const { song, import: run, list } = await fixture(t)
  for (const n of [1, 2, 3, 4, 5]) {
    const ARTIST = n === 5 ? 'Main feat. Guest' : 'Main'
    await song(`a/${n}.mp3`, { TITLE: `T${n}`, ARTIST, ALBUM: 'X', TRACKNUMBER: String(n) })
  }
  await run()
  const tracks = await list<CatalogTrack>('/tracks?sort=album')
  assert.deepEqual(
    tracks[4]?.artists.map(({ name }) => name),
    ['Main', 'Guest'],
  )
  assert.deepEqual(
    tracks[4]?.album.artists.map(({ name }) => name),
    ['Main'],
  )
})

test('an artist tagged by name and by MusicBrainz id is one; two ids of one name are two', async (t) => {
  const { song, import: run, names } = await fixture(t)
  const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`
  const tags = (ALBUM: string, ARTIST: string, mbid?: string) => ({
    ...{ TITLE: 'T', ALBUM, ARTIST },
    ...(mbid ? { 'MusicBrainz Artist Id': mbid } : {}),
  })
  await song('1.mp3', tags('A', 'Nirvana'))
  await song('2.mp3', tags('B', 'nirvana', id(1)))
  await run()
  assert.deepEqual(
    await names('/artists'),
    ['nirvana', 'Various Artists'].filter((n) => n === 'nirvana'),
  )
  await song('3.mp3', tags('C', 'Nirvana', id(2)))
  await run()
  assert.equal((await names('/artists')).length, 2)
})

test('lists are sorted, filtered and counted', async (t) => {
  const { song, import: run, names, get, send } = await fixture(t)
  const genres = ['Rock', 'rock', 'Jazz']
  for (const [n, title] of ['The Beta', 'alpha', 'Émile'].entries()) {
    const tags = { TITLE: title, ARTIST: `A${3 - n}`, ALBUM: `Album ${n}`, DATE: `200${n}` }
    await song(`${n}/1.mp3`, { ...tags, GENRE: genres[n] as string })
  }
  await run()
  assert.deepEqual(await names('/tracks?sort=title'), ['alpha', 'The Beta', 'Émile'])
  assert.deepEqual(await names('/tracks?sort=artist'), ['Émile', 'alpha', 'The Beta'])
  assert.deepEqual(await names('/albums?sort=released'), ['Album 2', 'Album 1', 'Album 0'])
  assert.deepEqual(await names('/tracks?sort=title&offset=1&limit=1'), ['The Beta'])
  assert.deepEqual(
    (await names('/tracks?sort=random')).sort(),
    ['The Beta', 'alpha', 'Émile'].sort(),
  )
  assert.deepEqual(await names('/albums?genre=ROCK&sort=title'), ['Album 0', 'Album 1'])
  const page = await get<Page<CatalogTrack>>('/tracks?genre=jazz&limit=1')
  assert.deepEqual([page.total, page.items[0]?.name], [1, 'Émile'])
  const found = (await get<Page<Genre>>('/genres')).items
  assert.deepEqual(
    found.map((genre) => [genre.name.toLowerCase(), genre.trackCount, genre.albumCount]),
    [
      ['rock', 2, 2],
      ['jazz', 1, 1],
    ],
  )
  const stats = await get<Record<string, number>>('/stats')
  assert.deepEqual([stats.artists, stats.albums, stats.tracks], [3, 3, 3])
  for (const path of [
    '/tracks?limit=501',
    '/tracks?sort=x',
    '/albums?groups=none',
    '/tracks?albumId=1',
    '/artists?offset=-1',
  ]) {
    assert.equal((await send('GET', path)).status, 400, path)
  }
})

test('batches keep the order of ids, with null for unknown and duplicates kept', async (t) => {
  const { song, import: run, list, get } = await fixture(t)
  await song('1.mp3', { TITLE: 'One', ARTIST: 'A' })
  await song('2.mp3', { TITLE: 'Two', ARTIST: 'A' })
  await run()
  const [one, two] = await list<CatalogTrack>('/tracks?sort=title')
  const ids = [two?.id, '0'.repeat(22), one?.id, two?.id].join(',')
  for (const _ of [1, 2]) {
    const { items } = await get<{ items: (CatalogTrack | null)[] }>(`/tracks?ids=${ids}`)
    assert.deepEqual(
      items.map((track) => track?.name ?? null),
      ['Two', null, 'One', 'Two'],
    )
  }
  const { items } = await get<{ items: CatalogArtist[] }>(`/artists?ids=${one?.artists[0]?.id}`)
  assert.deepEqual([items[0]?.name, items[0]?.trackCount], ['A', 2])
})

test('covers come embedded or from the folder, in three sizes, with validators', async (t) => {
  const { song, put, import: run, list, entries } = await fixture(t)
  await song('in/1.mp3', { TITLE: '1', ALBUM: 'In', ARTIST: 'A' }, await picture('#ff0000'))
  await song('beside/1.mp3', { TITLE: '1', ALBUM: 'Beside', ARTIST: 'A' })
  await put('beside/Folder.JPG', await picture('#00ff00'))
  await song('broken/1.mp3', { TITLE: '1', ALBUM: 'Broken', ARTIST: 'A' })
  await put(
    'broken/cover.jpg',
    Buffer.concat([(await picture('#0000ff')).subarray(0, 300), Buffer.alloc(99)]),
  )
  await run()
  const handle = entries[0]?.handle as (typeof entries)[number]['handle']
  const server = createServer(handle).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/covers`
  const albums = new Map((await list<CatalogAlbum>('/albums')).map((album) => [album.name, album]))
  for (const name of ['In', 'Beside']) {
    const id = albums.get(name)?.coverId
    for (const [size, pixels] of [
      ['small', 64],
      ['medium', 300],
      ['large', 640],
    ] as const) {
      const response = await fetch(`${base}/${id}/${size}`)
      const { width, format } = await sharp(Buffer.from(await response.arrayBuffer())).metadata()
      assert.deepEqual([response.status, width, format], [200, pixels, 'webp'], name)
      const etag = response.headers.get('etag') as string
      const again = await fetch(`${base}/${id}/${size}`, { headers: { 'if-none-match': etag } })
      assert.equal(again.status, 304)
      const head = await fetch(`${base}/${id}/${size}`, { method: 'HEAD' })
      assert.equal(head.headers.get('content-length'), response.headers.get('content-length'))
    }
  }
  const broken = albums.get('Broken')?.coverId
  const statuses = await Promise.all(
    [
      `${broken}/small`,
      `${'0'.repeat(22)}/small`,
      'x/small',
      `${broken}/huge`,
      `${broken}/small/x`,
    ].map(async (path) => (await fetch(`${base}/${path}`)).status),
  )
  assert.deepEqual(statuses, [404, 404, 400, 400, 404])
  assert.equal((await fetch(`${base}/${broken}/small`, { method: 'POST' })).status, 405)
})

test('lyrics beside a file appear when they come', async (t) => {
  const { put, import: run, list, get, send } = await fixture(t)
  await put('a.ogg', taggedOgg(ogg, { tags: { TITLE: 'A' } }))
  await run()
  const id = (await list<CatalogTrack>('/tracks'))[0]?.id
  assert.equal((await send('GET', `/tracks/${id}/lyrics`)).status, 404)
  await put('a.lrc', Buffer.from('[00:01.00]La'))
  assert.equal((await run()).changed, 1)
  assert.equal((await list<CatalogTrack>('/tracks'))[0]?.hasLyrics, true)
  assert.deepEqual(await get(`/tracks/${id}/lyrics`), {
    text: 'La',
    lines: [{ timeMs: 1000, text: 'La' }],
  })
})

test('folders are checked, and leave with their tracks', async (t) => {
  const { song, import: run, send, list, music, get } = await fixture(t)
  await song('a/1.mp3', { TITLE: 'A' })
  await run()
  const status = async (path: string) => (await send('POST', '/folders', { path })).status
  assert.equal(await status('relative'), 400)
  assert.equal(await status(join(music, 'missing')), 400)
  assert.equal(await status(join(music, 'a')), 409)
  assert.equal(await status(music), 201)
  assert.equal((await send('DELETE', '/folders', { path: music })).status, 204)
  assert.deepEqual(
    [await list('/tracks'), (await get<{ items: unknown[] }>('/folders')).items],
    [[], []],
  )
})

test('a folder of the settings that can not be read stops the start with one sentence', async (t) => {
  const objects = fileObjectStore(await testFolder(t))
  const start = startCatalog(t, { objects, music: ['/nowhere/at/all'] })
  await assert.rejects(start, {
    code: 'config-invalid',
    message: 'The music folder /nowhere/at/all does not exist.',
  })
})

test('watched folders are imported as files come and go', async (t) => {
  const { put, get, music } = await fixture(t, { watchMusic: true })
  const untilTracks = async (count: number) => {
    const deadline = Date.now() + 15_000
    while ((await get<{ tracks: number }>('/stats')).tracks !== count) {
      assert.ok(Date.now() < deadline, `there are not ${count} tracks in time`)
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
  await put('New/Album/01 First.ogg', ogg)
  await untilTracks(1)
  await put('New/Album/02 Second.mp3', mp3)
  await untilTracks(2)
  await rm(join(music, 'New/Album/01 First.ogg'))
  await untilTracks(1)
})
