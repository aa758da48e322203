import assert from 'node:assert/strict'
import {
  copyFile,
  cp,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileObjectStore } from '@backbeat/adapters/embedded/object-store'
import type { CatalogAlbum, CatalogTrack, Page } from '@backbeat/contracts/api/catalog'
import type { TrackImported } from '@backbeat/contracts/generated/events'
import { testFolder } from '@backbeat/runtime/testing'
import { alterLastOggPage } from '../testing/ogg-comment.ts'
import { startCatalog } from '../testing/start-catalog.ts'
import { type FileTags, taggedFlac, taggedMp3, taggedOgg } from '../testing/tagged-audio.ts'

const fixtures = join(import.meta.dirname, '../../../test/fixtures/music')
const tone = (format: string) => readFile(join(fixtures, `tone.${format}`))

async function fixture(t: TestContext) {
  const music = await testFolder(t)
  const objects = fileObjectStore(await testFolder(t))
  const catalog = await startCatalog(t, { objects, music: [music] })
  let writes = 0
  const place = (path: string) => join(music, path)
  const put = async (path: string, bytes: Buffer | string) => {
    await mkdir(dirname(place(path)), { recursive: true })
    await writeFile(place(path), bytes)
    // Long ago, so that no import waits for the end of a copy; another time with each writing.
    writes += 1
    await utimes(place(path), 1e9, 1e9 + writes)
  }
  const tracks = async () => (await catalog.get<Page<CatalogTrack>>('/tracks?sort=album')).items
  const albums = async () => (await catalog.get<Page<CatalogAlbum>>('/albums?sort=title')).items
  /** Type of event, or kind of change, with the name of the track. */
  const told = () =>
    catalog.events.splice(0).map(({ type, data }) => {
      const { change, name } = data as TrackImported
      return type === 'catalog.track-removed' ? 'removed' : `${change} ${name}`
    })
  return { ...catalog, music, place, put, tracks, albums, told }
}

const song: FileTags = { TITLE: 'Song', ARTIST: 'Singer', ALBUM: 'Album', TRACKNUMBER: '3' }

test('every format is imported with its length, codec and container', async (t) => {
  const { import: run, tracks, music } = await fixture(t)
  await cp(fixtures, join(music, 'Artist/Album'), { recursive: true, preserveTimestamps: true })
  const report = await run()
  assert.deepEqual([report.added, report.failureCount, report.filesDone], [8, 0, 8])
  const found = (await tracks()).map(({ source, durationMs }) => [
    `${source.codec} in ${source.container}`,
    source.sampleRateHz,
    Math.abs(durationMs - (source.sampleRateHz < 20_000 ? 500 : 1000)) < 60,
  ])
  assert.deepEqual(found.sort(), [
    ['aac in adts', 44_100, true],
    ['aac in mp4', 44_100, true],
    ['flac in flac', 16_000, true],
    ['mp3 in mp3', 44_100, true],
    ['opus in ogg', 48_000, true],
    ['pcm in aiff', 8_000, true],
    ['pcm in wav', 8_000, true],
    ['vorbis in ogg', 44_100, true],
  ])
})

test('an unchanged file is not read again', async (t) => {
  const { import: run, put, place, tracks, told } = await fixture(t)
  await put('a.mp3', taggedMp3(await tone('mp3'), { tags: song }))
  assert.equal((await run()).added, 1)
  told()
  // Other bytes of the same size and time: only who reads the file would notice.
  const { mtime } = await stat(place('a.mp3'))
  await writeFile(
    place('a.mp3'),
    taggedMp3(await tone('mp3'), { tags: { ...song, TITLE: 'Gone' } }),
  )
  await utimes(place('a.mp3'), 1e9, mtime)
  const report = await run()
  assert.deepEqual([report.unchanged, report.changed, report.filesDone], [1, 0, 1])
  assert.deepEqual([(await tracks())[0]?.name, told()], ['Song', []])
})

test('a file that was only touched changes nothing', async (t) => {
  const { import: run, put, told } = await fixture(t)
  const bytes = taggedMp3(await tone('mp3'), { tags: { ...song, GENRE: ['Rock', 'Pop'] } })
  await put('a.mp3', bytes)
  await run()
  told()
  await put('a.mp3', bytes)
  const report = await run()
  assert.deepEqual([report.unchanged, report.changed], [1, 0])
  assert.deepEqual(told(), [])
})

test('a moved file keeps the id of its track and of its album', async (t) => {
  const { import: run, put, place, tracks, told } = await fixture(t)
  await put('Old/1.flac', taggedFlac(await tone('flac'), { tags: song }))
  await run()
  const before = (await tracks())[0]
  told()
  await rename(place('Old'), place('New'))
  const report = await run()
  assert.deepEqual([report.moved, report.added, report.removed], [1, 0, 0])
  const after = (await tracks())[0]
  assert.deepEqual([after?.id, after?.album.id], [before?.id, before?.album.id])
  assert.deepEqual(told(), ['moved Song'])
})

test('a retagged file keeps its id, also when it moves at the same time', async (t) => {
  const { import: run, put, place, tracks, told } = await fixture(t)
  for (const format of ['ogg', 'opus', 'flac', 'mp3'] as const) {
    const tagged = { ogg: taggedOgg, opus: taggedOgg, flac: taggedFlac, mp3: taggedMp3 }[format]
    await put(
      `a/${format}.${format}`,
      tagged(await tone(format), { tags: { ...song, TITLE: format } }),
    )
  }
  await run()
  const before = new Map((await tracks()).map(({ name, id }) => [name, id]))
  told()
  for (const format of ['ogg', 'opus', 'flac', 'mp3'] as const) {
    const tagged = { ogg: taggedOgg, opus: taggedOgg, flac: taggedFlac, mp3: taggedMp3 }[format]
    const tags = { ...song, TITLE: `${format} again`, COMMENT: 'x'.repeat(70_000) }
    await put(`a/${format}.${format}`, tagged(await tone(format), { tags }))
  }
  await rename(place('a/mp3.mp3'), place('b.mp3'))
  const report = await run()
  assert.deepEqual([report.changed, report.moved, report.added, report.removed], [3, 1, 0, 0])
  for (const { name, id } of await tracks())
    assert.equal(before.get(name.split(' ')[0] as string), id)
  const changes = [
    'moved mp3 again',
    'retagged flac again',
    'retagged ogg again',
    'retagged opus again',
  ]
  assert.deepEqual(told().sort(), changes)
})

test('a re-encoded file keeps its id by its tags, ISRC or MusicBrainz recording', async (t) => {
  const { import: run, put, place, tracks, told } = await fixture(t)
  const recording = '6b8e4e70-5e19-4a7b-9c67-0a2d1a9f8f11'
  await put('tags.mp3', taggedMp3(await tone('mp3'), { tags: song }))
  await put(
    'isrc.mp3',
    taggedMp3(await tone('mp3'), {
      tags: { ...song, TITLE: 'I', ISRC: 'DEA123456789' },
    }),
  )
  await put(
    'mbid.flac',
    taggedFlac(await tone('flac'), {
      tags: { ...song, TITLE: 'M', MUSICBRAINZ_TRACKID: recording },
    }),
  )
  await run()
  const before = new Map((await tracks()).map(({ name, id }) => [name, id]))
  told()
  for (const name of ['tags.mp3', 'isrc.mp3', 'mbid.flac']) await rm(place(name))
  await put('tags.ogg', taggedOgg(await tone('ogg'), { tags: song }))
  await put(
    'isrc.ogg',
    taggedOgg(await tone('opus'), {
      tags: { ...song, TITLE: 'I (live)', ISRC: 'DE-A12-34-56789' },
    }),
  )
  await put(
    'mbid.ogg',
    taggedOgg(await altered(), {
      tags: { ...song, TITLE: 'M 2', MUSICBRAINZ_TRACKID: recording },
    }),
  )
  const report = await run()
  assert.deepEqual([report.changed, report.added, report.removed], [3, 0, 0])
  const after = new Map((await tracks()).map(({ name, id }) => [name[0], id]))
  assert.deepEqual([...before].sort(), [
    ['I', after.get('I')],
    ['M', after.get('M')],
    ['Song', after.get('S')],
  ])
  assert.deepEqual(told().sort(), ['reencoded I (live)', 'reencoded M 2', 'reencoded Song'])
})

/** Audio of other bytes. */
async function altered(): Promise<Buffer> {
  const bytes = await tone('ogg')
  alterLastOggPage(bytes, 1)
  return bytes
}

test('a removed file leaves the catalog and returns with its id', async (t) => {
  const { import: run, put, place, tracks, albums, told, get } = await fixture(t)
  await put('a/1.ogg', taggedOgg(await tone('ogg'), { tags: song }))
  await put('b/2.mp3', taggedMp3(await tone('mp3'), { tags: { ...song, ALBUM: 'Other' } }))
  await run()
  const before = (await tracks()).find(({ album }) => album.name === 'Album') as CatalogTrack
  told()
  await rm(place('a/1.ogg'))
  assert.equal((await run()).removed, 1)
  assert.deepEqual(told(), ['removed'])
  assert.deepEqual(
    (await albums()).map(({ name }) => name),
    ['Other'],
  )
  assert.deepEqual(await get(`/tracks?ids=${before.id}`), { items: [null] })
  await put('c/1.ogg', taggedOgg(await tone('ogg'), { tags: song }))
  assert.equal((await run()).added, 1)
  assert.deepEqual(told(), ['added Song'])
  assert.ok(
    (await tracks()).some(({ id, album }) => id === before.id && album.id === before.album.id),
  )
})

test('of two equal files each is a track, and each keeps its id', async (t) => {
  const { import: run, put, place, tracks } = await fixture(t)
  const bytes = taggedOgg(await tone('ogg'), { tags: song })
  await put('a/1.ogg', bytes)
  await run()
  const first = (await tracks())[0]?.id
  await put('Copies/1.ogg', bytes)
  await utimes(place('a/1.ogg'), 1e9, 1e9 + 5)
  await run()
  const rows = await tracks()
  assert.equal(rows.length, 2)
  assert.ok(rows.some(({ id }) => id === first))
})

test('files that swap their names swap their tracks', async (t) => {
  const { import: run, put, place, tracks } = await fixture(t)
  await put('1.ogg', taggedOgg(await tone('ogg'), { tags: { ...song, TITLE: 'One' } }))
  await put('2.ogg', taggedOgg(await tone('opus'), { tags: { ...song, TITLE: 'Two' } }))
  await run()
  const before = (await tracks()).map(({ id, name }) => [name, id]).sort()
  await rename(place('1.ogg'), place('3.ogg'))
  await rename(place('2.ogg'), place('1.ogg'))
  await rename(place('3.ogg'), place('2.ogg'))
  const report = await run()
  assert.deepEqual([report.moved, report.added, report.removed], [2, 0, 0])
  assert.deepEqual((await tracks()).map(({ id, name }) => [name, id]).sort(), before)
})

test('broken files are listed with their reasons and stop nothing', async (t) => {
  const { import: run, put, tracks, place } = await fixture(t)
  await put('good.ogg', taggedOgg(await tone('ogg'), { tags: song }))
  await put('empty.mp3', '')
  await put('text.ogg', 'this is not music')
  await put('cut.flac', (await tone('flac')).subarray(0, 30))
  await put('headers.ogg', (await tone('ogg')).subarray(0, 3000))
  await put('junk.m4a', Buffer.alloc(5000, 'ftyp'))
  await symlink(place('nowhere'), place('dangling.mp3'))
  for (const round of [1, 2]) {
    const report = await run()
    assert.deepEqual([report.state, report.failureCount], ['done', 5], `round ${round}`)
    const paths = report.failures.map(({ path, reason }) => (reason.length > 5 ? path : ''))
    assert.deepEqual(paths.sort(), ['cut.flac', 'empty.mp3', 'headers.ogg', 'junk.m4a', 'text.ogg'])
  }
  assert.equal((await tracks()).length, 1)
  await put('empty.mp3', taggedMp3(await tone('mp3'), { tags: { ...song, TITLE: 'Repaired' } }))
  const report = await run()
  assert.deepEqual([report.failureCount, report.added], [4, 1])
})

test('a dry run reports the same and writes nothing', async (t) => {
  const { import: run, put, tracks, place, told, db } = await fixture(t)
  await put('a.ogg', taggedOgg(await tone('ogg'), { tags: song }))
  await put('b.mp3', taggedMp3(await tone('mp3'), { tags: song }))
  await run()
  told()
  await rename(place('a.ogg'), place('moved.ogg'))
  await rm(place('b.mp3'))
  await put('c.flac', taggedFlac(await tone('flac'), { tags: { TITLE: 'New' } }))
  await put('d.flac', 'broken')
  const before = [
    await tracks(),
    await db.selectFrom('files').selectAll().orderBy('path').execute(),
  ]
  const dry = await run({ dryRun: true })
  assert.deepEqual([dry.moved, dry.removed, dry.added, dry.failureCount], [1, 1, 1, 1])
  assert.deepEqual(
    [await tracks(), await db.selectFrom('files').selectAll().orderBy('path').execute()],
    before,
  )
  assert.deepEqual(told(), [])
  const real = await run()
  assert.deepEqual([real.moved, real.removed, real.added, real.failureCount], [1, 1, 1, 1])
})

test('a dry run reads a folder that is not in the catalog and does not add it', async (t) => {
  const { import: run, get } = await fixture(t)
  const other = await testFolder(t)
  await copyFile(join(fixtures, 'tone.ogg'), join(other, 'a.ogg'))
  assert.equal((await run({ dryRun: true, paths: [other] })).added, 1)
  assert.equal((await get<{ items: unknown[] }>('/folders')).items.length, 1)
})

test('a folder whose disk is away keeps its music', async (t) => {
  const { import: run, put, music, place, tracks } = await fixture(t)
  await put('a.ogg', taggedOgg(await tone('ogg'), { tags: song }))
  await run()
  await rm(place('a.ogg'))
  const empty = await run()
  assert.deepEqual([empty.removed, empty.failures[0]?.path], [0, music])
  await rm(music, { recursive: true })
  const away = await run()
  assert.deepEqual([away.removed, away.failures[0]?.path, away.state], [0, music, 'done'])
  assert.equal((await tracks()).length, 1)
})

test('links that lead back, hidden files and folders of the system are passed over', async (t) => {
  const { import: run, put, place, music } = await fixture(t)
  await put('a/1.ogg', taggedOgg(await tone('ogg'), { tags: song }))
  await symlink(music, place('a/loop'))
  await put('.hidden/2.ogg', await tone('ogg'))
  await put('@eaDir/3.ogg', await tone('ogg'))
  await put('a/._1.ogg', 'resource fork')
  const report = await run()
  assert.deepEqual([report.filesFound, report.added, report.failureCount], [1, 1, 0])
})

test('odd file names are taken or named as failed', async (t) => {
  const { import: run, put, music } = await fixture(t)
  const deep = Array.from({ length: 13 }, (_, index) =>
    String(index).repeat(100).slice(0, 200),
  ).join('/')
  await put(`${deep}/long.ogg`, taggedOgg(await tone('ogg'), { tags: song }))
  await put('back\\slash "quotes" \' 100% #1 ?.mp3', taggedMp3(await tone('mp3'), { tags: song }))
  await put('emoji 🎷 e\u0301.flac', taggedFlac(await tone('flac'), { tags: song }))
  await writeFile(
    Buffer.concat([Buffer.from(`${music}/latin`), Buffer.from([0xe9]), Buffer.from('.ogg')]),
    await tone('ogg'),
  )
  const report = await run()
  assert.equal(report.added, 3)
  assert.deepEqual(
    report.failures.map(({ reason }) => reason),
    ['Its name is not valid UTF-8: rename it.'],
  )
})
