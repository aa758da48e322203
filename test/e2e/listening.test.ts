/**
 * The whole road as a user walks it: a folder of music is imported, a track is found and heard, and the play arrives in
 * recently played, top lists and the lake.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Manifest } from '@backbeat/contracts/api/audio'
import type { ImportProgress } from '@backbeat/contracts/api/catalog'
import { newEventId } from '@backbeat/contracts/ids'
import { testFolder } from '@backbeat/runtime/testing'
import { eventually, runCommand, startProgram } from '../program.ts'

const music = join(import.meta.dirname, '../fixtures/music')

interface Named {
  id: string
  name: string
}

interface SearchAnswer {
  tracks: {
    items: (Named & { album: Named; artists: Named[]; duration_ms: number })[]
    total: number
  }
}

const scopes = [
  'user-library-read',
  'user-library-modify',
  'user-read-recently-played',
  'user-top-read',
  'streaming',
  'events:write',
]

test('from a music folder to a play in history, top lists and lake', {
  timeout: 90_000,
}, async (t) => {
  const dataDir = await testFolder(t)
  const program = await startProgram(t, {
    dataDir,
    flags: ['--music', music],
    environment: { BACKBEAT_ADMIN_PASSWORD: 'correct horse battery' },
  })

  const token = await runCommand([
    'token',
    '--user',
    'admin',
    '--scope',
    scopes.join(' '),
    '--data',
    dataDir,
  ])
  assert.equal(token.code, 0, token.stderr)
  const headers = { authorization: `Bearer ${token.stdout.trim().split('\n').at(-1)}` }
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(program.url + path, { headers })
    assert.equal(response.status, 200, `${path}: ${await response.clone().text()}`)
    return (await response.json()) as T
  }

  const found = await eventually(
    () => get<SearchAnswer>('/v1/search?q=a&type=track&limit=50'),
    (answer) => answer.tracks.total > 0,
    30_000,
  )
  const track = found.tracks.items[0]
  assert.ok(track)

  const manifest = await eventually(
    async () => await fetch(`${program.url}/audio/v1/tracks/${track.id}/manifest`, { headers }),
    (response) => response.status === 200,
  ).then((response) => response.json() as Promise<Manifest>)
  assert.equal(manifest.trackId, track.id)
  const original = manifest.renditions.find(({ level }) => level === 'original')
  assert.ok(original, 'the original is there at once')
  const range = await fetch(program.url + original.url, { headers: { range: 'bytes=0-99' } })
  assert.equal(range.status, 206)
  assert.equal(range.headers.get('content-range'), `bytes 0-99/${original.bytes}`)
  assert.equal((await range.arrayBuffer()).byteLength, 100)

  const play = {
    type: 'playback.track-played',
    id: newEventId(),
    time: new Date().toISOString(),
    data: { trackId: track.id, playedMs: 61_000, reasonStart: 'clickrow', reasonEnd: 'trackdone' },
  }
  const lines = [JSON.stringify(play), '{"type":"playback.no-such"}', 'not json'].join('\n')
  for (const expected of [
    { accepted: 1, duplicates: 0 },
    { accepted: 0, duplicates: 1 },
  ]) {
    const response = await fetch(`${program.url}/events/v1/batches`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-ndjson' },
      body: lines,
    })
    assert.equal(response.status, 200)
    const answer = (await response.json()) as {
      accepted: number
      duplicates: number
      errors: { line: number }[]
    }
    assert.deepEqual({ accepted: answer.accepted, duplicates: answer.duplicates }, expected)
    assert.deepEqual(
      answer.errors.map(({ line }) => line),
      [2, 3],
    )
  }

  const recent = await eventually(
    () => get<{ items: { track: Named; played_at: string }[] }>('/v1/me/player/recently-played'),
    ({ items }) => items.length > 0,
  )
  assert.deepEqual(
    recent.items.map((item) => item.track.id),
    [track.id],
  )
  const top = await get<{ items: Named[] }>('/v1/me/top/tracks?time_range=short_term')
  assert.deepEqual(
    top.items.map(({ id }) => id),
    [track.id],
  )
  const topArtists = await get<{ items: Named[] }>('/v1/me/top/artists')
  assert.deepEqual(
    topArtists.items.map(({ id }) => id),
    track.artists.map(({ id }) => id),
  )

  const query = `select id, trackId from TrackPlayed where id = '${play.id}'`
  const rows = await eventually(
    async () => (await runCommand(['sql', query, '--json', '--data', dataDir])).stdout,
    (stdout) => stdout.length > 0,
    30_000,
  )
  assert.deepEqual(
    rows
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
    [{ id: play.id, trackId: track.id }],
  )

  const dryRun = await runCommand(['import', music, '--dry-run', '--json', '--data', dataDir])
  const report = JSON.parse(dryRun.stdout) as ImportProgress
  assert.deepEqual([report.state, report.added, report.unchanged > 0], ['done', 0, true])

  const stopped = await program.stop()
  assert.equal(stopped.code, 0)
})
