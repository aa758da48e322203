/**
 * Pictures of the main pages for the eye, not a test: `node test/browser/screens.ts [part of a name …]` writes them to
 * `test/output/screens/`, at three sizes and in both themes.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { eventually } from '../program.ts'
import { findBrowser } from './browser.ts'
import { sampleAlbums } from './sample-albums.ts'
import { writeSampleLibrary } from './sample-library.ts'
import { imported, password, type Suite, signIn, startSuite } from './suite.ts'

const output = join(import.meta.dirname, '../output/screens')
const sizes = [
  { name: 'phone', width: 390, height: 844, touch: true },
  { name: 'tablet', width: 1024, height: 768, touch: false },
  { name: 'desktop', width: 1600, height: 1000, touch: false },
] as const
const themes = ['dark', 'light'] as const

interface Picture {
  name: string
  path: string
  /** Something to do before the picture. */
  first?: (page: Page) => Promise<void>
}

const wanted = process.argv.slice(2)
const found = await findBrowser()
if ('missing' in found) throw new Error(found.missing)
const suite = await startSuite({ found, environment: { BACKBEAT_ADMIN_PASSWORD: password } })
try {
  await takePictures(suite)
} finally {
  await suite.stop()
}

async function takePictures(suite: Suite): Promise<void> {
  await mkdir(output, { recursive: true })
  const page = await suite.open('/')
  await page.getByLabel('User name').waitFor()
  await shoot(page, 'sign-in')
  await signIn(page)
  await suite.keepSession(page)
  await shoot(page, 'first-run')
  const pictures = await prepare(suite)
  for (const theme of themes) {
    for (const size of sizes) await album(suite, { theme, size, pictures })
  }
  process.stdout.write(`${suite.complaints().join('\n')}\n`)
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: join(output, `${name}.png`) })
}

interface Shoot {
  theme: (typeof themes)[number]
  size: (typeof sizes)[number]
  pictures: Picture[]
}

async function album(suite: Suite, { theme, size, pictures }: Shoot): Promise<void> {
  const page = await suite.open('/', {
    viewport: { width: size.width, height: size.height },
    colorScheme: theme,
    hasTouch: size.touch,
    isMobile: size.touch,
  })
  for (const { name, path, first } of pictures) {
    const file = `${name}-${size.name}-${theme}`
    if (wanted.length > 0 && !wanted.some((part) => file.includes(part))) continue
    await page.goto(path)
    await page.locator('#content :is(h1, h2)').first().waitFor()
    await first?.(page).catch((error: unknown) => process.stdout.write(`${name}: ${error}\n`))
    await shoot(page, file)
  }
  await page.context().close()
}

interface Named {
  id: string
  name: string
}

/** Music, likes, playlists and plays, so that every page has something to show. */
async function prepare(suite: Suite): Promise<Picture[]> {
  const music = join(suite.folder, 'music')
  await writeSampleLibrary(music, {
    albums: sampleAlbums,
    secondsOf: (album, track) => 130 + ((album * 53 + track * 41) % 150),
  })
  await suite.ask('/app/v1/folders', { method: 'POST', body: JSON.stringify({ path: music }) })
  await suite.ask('/app/v1/imports', { method: 'POST', body: '{}' })
  await imported(suite)
  const { items: albums } = await suite.ask<{ items: Named[] }>(
    '/app/v1/albums?sort=title&limit=50',
  )
  const { items: tracks } = await suite.ask<{ items: (Named & { artists: Named[] })[] }>(
    '/app/v1/tracks?sort=random&limit=60',
  )
  await like(suite, tracks, albums)
  const playlist = await makePlaylists(suite, tracks)
  await listen(suite, tracks)
  const albumId = albums.find(({ name }) => name === 'Copper & Honey')?.id
  const long = albums.find(({ name }) => name.startsWith('Maps'))?.id
  const artistId = tracks
    .flatMap(({ artists }) => artists)
    .find(({ name }) => name === 'Harbor Lights')?.id
  return [
    { name: 'home', path: '/' },
    { name: 'search-empty', path: '/search' },
    { name: 'search', path: '/search?q=ha' },
    { name: 'album', path: `/album/${albumId}`, first: playFirst },
    { name: 'album-long', path: `/album/${long}` },
    { name: 'artist', path: `/artist/${artistId}` },
    { name: 'track', path: `/track/${tracks[0]?.id}` },
    { name: 'genres', path: '/genres' },
    { name: 'genre', path: '/genre/Electronic' },
    { name: 'playlist', path: `/playlist/${playlist}` },
    { name: 'liked', path: '/liked' },
    { name: 'recent', path: '/recent' },
    { name: 'library', path: '/library' },
    { name: 'library-tracks', path: '/library?tab=tracks' },
    { name: 'library-artists', path: '/library?tab=artists' },
    { name: 'library-playlists', path: '/library?tab=playlists' },
    { name: 'queue', path: '/queue' },
    { name: 'settings', path: '/settings' },
    { name: 'import', path: '/admin/import' },
    { name: 'users', path: '/admin/users' },
    { name: 'not-found', path: '/nowhere' },
    { name: 'setup', path: '/setup' },
  ]
}

async function playFirst(page: Page): Promise<void> {
  await page.locator('#content').getByRole('button', { name: 'Play', exact: true }).first().click()
  await page.getByRole('button', { name: 'Pause', exact: true }).first().waitFor()
}

async function like(suite: Suite, tracks: Named[], albums: Named[]): Promise<void> {
  const ids = (things: Named[], count: number) =>
    JSON.stringify(things.slice(0, count).map(({ id }) => id))
  await suite.ask('/v1/me/tracks', { method: 'PUT', body: ids(tracks, 23) })
  await suite.ask('/v1/me/albums', { method: 'PUT', body: ids(albums, 5) })
}

async function makePlaylists(suite: Suite, tracks: Named[]): Promise<string> {
  let first = ''
  for (const [index, name] of ['Slow Sunday', 'Running late', 'For Nina'].entries()) {
    const { id } = await suite.ask<Named>('/v1/me/playlists', {
      method: 'POST',
      body: JSON.stringify({ name, description: index === 0 ? 'Coffee, rain, no plans.' : '' }),
    })
    const uris = tracks
      .slice(index * 15, index * 15 + 14)
      .map((track) => `spotify:track:${track.id}`)
    await suite.ask(`/v1/playlists/${id}/tracks`, {
      method: 'POST',
      body: JSON.stringify({ uris }),
    })
    first ||= id
  }
  return first
}

/** Plays of the last days, as a player would have reported them. */
async function listen(suite: Suite, tracks: Named[]): Promise<void> {
  const lines = tracks.slice(0, 40).map(({ id }, index) =>
    JSON.stringify({
      type: 'playback.track-played',
      id: crypto.randomUUID(),
      time: new Date(Date.now() - index * 67 * 60_000).toISOString(),
      data: { trackId: id, playedMs: 150_000, reasonStart: 'clickrow', reasonEnd: 'trackdone' },
    }),
  )
  await suite.ask('/events/v1/batches', { method: 'POST', body: lines.join('\n') })
  await eventually(
    () => suite.ask<{ items: unknown[] }>('/v1/me/player/recently-played?limit=50'),
    ({ items }) => items.length >= 20,
  )
}
