import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { testFolder } from '@backbeat/runtime/testing'
import { taggedFlac, taggedMp3, taggedOgg } from '../testing/tagged-audio.ts'
import { cleanDate, cleanGain, cleanIsrc, cleanNumber, cleanText } from './clean.ts'
import { splitNames } from './credits.ts'
import { parseLyrics } from './lyrics.ts'
import { albumFolder, namesFromPath } from './names-from-path.ts'
import { readTrack } from './read-track.ts'

const fixtures = join(import.meta.dirname, '../../../test/fixtures/music')
const tone = (format: string) => readFile(join(fixtures, `tone.${format}`))
const mbid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

async function read(t: TestContext, path: string, bytes: Buffer, lyricsName: string | null = null) {
  const folder = await testFolder(t)
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), bytes)
  if (lyricsName) await writeFile(join(folder, path, '..', lyricsName), '[00:01.50]Beside')
  return readTrack(folder, { path, fingerprint: '', coverName: null, lyricsName })
}

const full = {
  TITLE: 'A Title',
  ARTIST: ['First', 'Second'],
  ALBUMARTIST: 'First',
  ALBUM: 'An Album',
  TRACKNUMBER: '3/12',
  DISCNUMBER: '2',
  DATE: '1999-03',
  GENRE: ['Rock; Indie Rock', 'Jazz'],
  ISRC: 'DE-A12-34-56789',
  LABEL: 'A Label',
  LYRICS: '[00:01.00]One\n[00:02]Two',
}
const replayGain = { REPLAYGAIN_TRACK_GAIN: '-6.5 dB', REPLAYGAIN_ALBUM_GAIN: '-7.25 dB' }
const ids = {
  MUSICBRAINZ_ARTISTID: [mbid(1), mbid(2)],
  MUSICBRAINZ_ALBUMID: mbid(3),
  MUSICBRAINZ_TRACKID: mbid(4),
}
const idsOfId3 = { 'MusicBrainz Artist Id': [mbid(1), mbid(2)], 'MusicBrainz Album Id': mbid(3) }

test('tags of Vorbis comments and ID3 are read alike', async (t) => {
  const files = [
    read(t, 'a.ogg', taggedOgg(await tone('ogg'), { tags: { ...full, ...replayGain, ...ids } })),
    read(t, 'a.flac', taggedFlac(await tone('flac'), { tags: { ...full, ...replayGain, ...ids } })),
    read(
      t,
      'a.mp3',
      taggedMp3(await tone('mp3'), { tags: { ...full, ...replayGain, ...idsOfId3 } }),
    ),
  ]
  for (const { tags, lyrics, audio } of await Promise.all(files)) {
    const expected = {
      title: 'A Title',
      artists: [
        { name: 'First', mbid: mbid(1) },
        { name: 'Second', mbid: mbid(2) },
      ],
      albumArtists: [{ name: 'First', mbid: null }],
      album: 'An Album',
      compilation: false,
      releaseTypes: [],
      discNumber: 2,
      trackNumber: 3,
      trackTotal: 12,
      date: '1999-03',
      genres: ['Rock', 'Indie Rock', 'Jazz'],
      label: 'A Label',
      isrc: 'DEA123456789',
      recordingMbid: audio.codec === 'mp3' ? null : mbid(4),
      releaseMbid: mbid(3),
      replayGainTrackDb: -6.5,
      replayGainAlbumDb: -7.25,
    }
    assert.deepEqual(tags, expected, audio.codec)
    assert.deepEqual(lyrics?.lines, [
      { timeMs: 1000, text: 'One' },
      { timeMs: 2000, text: 'Two' },
    ])
  }
})

test('the audio hash is the same whatever the tags', async (t) => {
  const cover = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(90_000, 7)])
  const cases = [
    { name: 'a.ogg', bare: await tone('ogg'), tagged: taggedOgg },
    { name: 'a.opus', bare: await tone('opus'), tagged: taggedOgg },
    { name: 'a.flac', bare: await tone('flac'), tagged: taggedFlac },
    { name: 'a.mp3', bare: await tone('mp3'), tagged: taggedMp3 },
  ]
  for (const { name, bare, tagged } of cases) {
    const plain = await read(t, name, bare)
    const dressed = await read(t, name, tagged(bare, { tags: full, cover }))
    assert.equal(dressed.audio.hash, plain.audio.hash, name)
    assert.deepEqual([plain.cover, dressed.cover?.embedded], [null, true])
  }
  const id3v1 = Buffer.alloc(128)
  id3v1.write('TAGold')
  const mp3 = await tone('mp3')
  const plain = await read(t, 'a.mp3', mp3)
  assert.equal((await read(t, 'a.mp3', Buffer.concat([mp3, id3v1]))).audio.hash, plain.audio.hash)
})

test('slashes of ID3v2.3 separate artists only where they can', async (t) => {
  const bytes = async (artist: string) =>
    taggedMp3(await tone('mp3'), { tags: { TITLE: 'x', ARTIST: artist }, version: 3 })
  const names = async (artist: string) =>
    (await read(t, 'a.mp3', await bytes(artist))).tags.artists.map(({ name }) => name)
  assert.deepEqual(await names('AC/DC'), ['AC/DC'])
  assert.deepEqual(await names('Nina Simone/Miles Davis'), ['Nina Simone', 'Miles Davis'])
})

test('names are split at what can be no part of a name', () => {
  assert.deepEqual(splitNames('Rihanna feat. Jay-Z'), ['Rihanna', 'Jay-Z'])
  assert.deepEqual(splitNames('A (ft. B)'), ['A', 'B'])
  assert.deepEqual(splitNames('A; B;C'), ['A', 'B', 'C'])
  for (const whole of [
    'Simon & Garfunkel',
    'Earth, Wind & Fire',
    'Florence + the Machine',
    'Little Feat',
  ]) {
    assert.deepEqual(splitNames(whole), [whole])
  }
})

test('untagged files are named by their paths', () => {
  const cases: [string, (string | number | null)[]][] = [
    ['Artist/Album (1999)/CD2/01 - Title.mp3', ['Title', 'Artist', 'Album', 1, 2, '1999']],
    ['Artist/Album/07 Title.mp3', ['Title', 'Artist', 'Album', 7, null, null]],
    ['Artist/1999 - Album/1-07 Title.mp3', ['Title', 'Artist', 'Album', 7, 1, '1999']],
    ['Artist - Album/03. Title.ogg', ['Title', 'Artist', 'Album', 3, null, null]],
    ['Artist - Title.ogg', ['Title', 'Artist', null, null, null, null]],
    ['Artist/Title.flac', ['Title', 'Artist', null, null, null, null]],
    ['Artist - Album - 05 - Title.ogg', ['Title', 'Artist', null, 5, null, null]],
    ['some_file_name.ogg', ['some file name', null, null, null, null, null]],
    ['99 Luftballons.mp3', ['99 Luftballons', null, null, null, null, null]],
  ]
  for (const [path, expected] of cases) {
    const { title, artist, album, trackNumber, discNumber, year } = namesFromPath(path)
    assert.deepEqual([title, artist, album, trackNumber, discNumber, year], expected, path)
  }
  assert.equal(albumFolder('A/B/CD 1/x.mp3'), 'A/B')
  assert.equal(albumFolder('A/B/Disc 2 (Live)/x.mp3'), 'A/B')
})

test('senseless tags are cleaned', async (t) => {
  assert.equal(cleanText(' a\0b\n\tc \ud800 '), 'a b c \ufffd')
  assert.equal(cleanText('x'.repeat(10_000))?.length, 500)
  assert.deepEqual([cleanText('\0 '), cleanText(5)], [null, null])
  assert.deepEqual(
    [cleanNumber(-1, 99), cleanNumber(1e9, 99), cleanNumber('7', 99)],
    [null, null, 7],
  )
  assert.deepEqual(
    [cleanDate('2001-02-31'), cleanDate('1999-00'), cleanDate('0000'), cleanDate('2001/5/3x')],
    ['2001-02', '1999', null, '2001-05-03'],
  )
  assert.deepEqual(
    [cleanIsrc('nonsense'), cleanGain(900), cleanGain('x'), cleanGain(undefined)],
    [null, null, null, null],
  )
  const tags = { TITLE: 'a\0b'.repeat(400), ARTIST: '\0', TRACKNUMBER: '99999999999', DATE: 'soon' }
  const track = await read(t, 'Artist/Album/01 x.ogg', taggedOgg(await tone('ogg'), { tags }))
  assert.equal(track.tags.artists[0]?.name, 'Artist')
  assert.deepEqual([track.tags.trackNumber, track.tags.date], [1, null])
  assert.ok(track.tags.title.length <= 500)
})

test('lyrics come from SYLT, from LRC, or from a file beside', async (t) => {
  const synced = [
    { timeMs: 500, text: 'la' },
    { timeMs: 900, text: 'lo' },
  ]
  const sylt = await read(
    t,
    'a.mp3',
    taggedMp3(await tone('mp3'), { tags: { TITLE: 'x' }, synced }),
  )
  assert.deepEqual(sylt.lyrics, { text: 'la\nlo', lines: synced })
  const beside = await read(t, 'a.ogg', await tone('ogg'), 'a.lrc')
  assert.deepEqual(beside.lyrics?.lines, [{ timeMs: 1500, text: 'Beside' }])
  const lrc = parseLyrics(
    '[ar:x]\n[offset:500]\n[00:10.5][01:00]<00:11.00>Chorus\n[00:05]Verse\nnot timed',
  )
  assert.deepEqual(lrc?.lines, [
    { timeMs: 4500, text: 'Verse' },
    { timeMs: 10_000, text: 'Chorus' },
    { timeMs: 59_500, text: 'Chorus' },
  ])
  assert.deepEqual(parseLyrics('just\r\nwords'), { text: 'just\nwords', lines: [] })
})
