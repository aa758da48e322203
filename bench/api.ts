/**
 * Requests a second and p99 of the API, by `wrk` on the same machine, with catalogs of 20,000 and 200,000 tracks: the
 * whole program with its PostgreSQL, real tokens, different albums, artists and words in turn.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchOptions } from './run.ts'
import { seedCatalog } from './seeded-catalog.ts'

const sizes = [20_000, 200_000]
const connections = 32
const root = join(import.meta.dirname, '..')
const indexingMsMax = 600_000

export async function run(options: BenchOptions): Promise<void> {
  if (spawnSync('wrk', ['-v']).error) {
    options.say('api: wrk is not installed (Debian: apt-get install wrk); nothing was measured.')
    return
  }
  for (const tracks of sizes) await measureSize(tracks, options)
}

async function measureSize(tracks: number, options: BenchOptions): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'backbeat-bench-api-'))
  let server: ChildProcess | undefined
  try {
    options.say(`seeding ${tracks} tracks`)
    await seedCatalog(dataDir, tracks)
    const started = await startServer(dataDir)
    server = started.child
    const api = await connect(dataDir, started.url)
    const indexedMs = await indexed(api, tracks)
    options.say(`all is found ${Math.round(indexedMs / 1000)} s after the start`)
    await measureRows({ tracks, api, options, script: join(dataDir, 'paths.lua') })
    const memory = await residentOf(server.pid as number)
    options.report(`api.memory.${tracks}`, memory, 'MiB', 'after load, without PostgreSQL')
  } finally {
    if (server) await stop(server)
    await rm(dataDir, { recursive: true, force: true })
  }
}

interface Api {
  url: string
  token: string
  get<T>(path: string): Promise<T>
}

interface Row {
  name: string
  paths: string[]
  /** The best of peers.md in the same row, requests/s. */
  peer?: number
}

interface Items {
  items: { id: string; name: string }[]
  total: number
}

async function rowsOf(api: Api): Promise<Row[]> {
  const ids = async (kind: string, sort: string) =>
    (await api.get<Items>(`/app/v1/${kind}?sort=${sort}&limit=500`)).items
  const albums = await ids('albums', 'random')
  const artists = await ids('artists', 'name')
  const words = [...new Set(albums.flatMap(({ name }) => name.toLowerCase().split(' ')))]
  const word = (at: number) => words[at % words.length] as string
  const search = (text: string) => `/v1/search?q=${encodeURIComponent(text)}&limit=20`
  return [
    { name: 'ping', paths: ['/health/live'], peer: 9836 },
    { name: 'album', paths: albums.map(({ id }) => `/v1/albums/${id}`), peer: 964 },
    { name: 'artist', paths: artists.map(({ id }) => `/v1/artists/${id}`) },
    {
      name: 'album-list',
      paths: albums.slice(0, 100).map((_album, at) => `/app/v1/albums?offset=${at * 20}&limit=20`),
      peer: 303,
    },
    { name: 'search.word', paths: words.map(search), peer: 150 },
    {
      name: 'search.two-prefixes',
      paths: words.map((_word, at) => search(`${word(at)} ${word(at * 7 + 3).slice(0, 3)}`)),
      peer: 142,
    },
  ]
}

async function measureRows(of: {
  tracks: number
  api: Api
  options: BenchOptions
  script: string
}): Promise<void> {
  const { tracks, api, options, script } = of
  for (const { name, paths, peer } of await rowsOf(api)) {
    const firstMs = await firstTime(paths, api)
    options.report(`api.${name}.first.${tracks}`, firstMs, 'ms', 'each path asked once, one by one')
    await writeFile(script, scriptOf(paths, api.token))
    const { perSecond, p99Ms } = load(api.url, script, options.seconds)
    const note = peer ? `${(perSecond / peer).toFixed(1)} × the best peer's ${peer}` : undefined
    options.report(`api.${name}.${tracks}`, perSecond, 'requests/s', note)
    options.report(`api.${name}.p99.${tracks}`, p99Ms, 'ms')
  }
}

/** Nothing is kept yet: the mean of each path's first answer. What follows finds the paths warm. */
async function firstTime(paths: readonly string[], { get }: Api): Promise<number> {
  const startedAt = performance.now()
  for (const path of paths) await get(path)
  return (performance.now() - startedAt) / paths.length
}

/** Asks for the paths in turn; anything but 200 ends the bench. */
const scriptOf = (paths: readonly string[], token: string): string => `
local paths = {${paths.map((path) => JSON.stringify(path)).join(',')}}
local at = 0
wrk.headers['authorization'] = 'Bearer ${token}'
request = function()
  at = at % #paths + 1
  return wrk.format('GET', paths[at])
end
done = function(summary, latency)
  io.write(string.format('RESULT %f %f %d\\n', summary.requests / summary.duration * 1e6,
    latency:percentile(99) / 1000, summary.errors.status + summary.errors.timeout))
end
`

function load(url: string, script: string, seconds: number) {
  const flags = ['-t1', `-c${connections}`, `-d${Math.ceil(seconds)}s`, '-s', script, url]
  const { stdout, stderr } = spawnSync('wrk', flags, { encoding: 'utf8' })
  const [, perSecond, p99Ms, failed] = /RESULT (\S+) (\S+) (\d+)/.exec(stdout) ?? []
  if (failed !== '0') throw new Error(`wrk: ${failed} requests failed: ${stdout} ${stderr}`)
  return { perSecond: Number(perSecond), p99Ms: Number(p99Ms) }
}

async function startServer(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const flags = ['apps/backbeat.mjs', 'start', '--data', dataDir, '--port', '0', '--json']
  const child = spawn(process.execPath, flags, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      BACKBEAT_ADMIN_PASSWORD: 'bench bench bench',
      BACKBEAT_WATCH_MUSIC: 'false',
      // There are no files that renditions could be made of.
      BACKBEAT_MEDIA_PREPARE: 'played',
      BACKBEAT_LOG_LEVEL: 'error',
    },
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.once('close', (code) => reject(new Error(`Backbeat ended with ${code}`)))
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const { event, url } = JSON.parse(line) as { event: string; url: string }
      if (event === 'ready') resolve(url)
    })
  })
  return { child, url }
}

async function connect(dataDir: string, url: string): Promise<Api> {
  const control = JSON.parse(await readFile(join(dataDir, 'run/control.json'), 'utf8')) as {
    token: string
  }
  const made = await fetch(`${url}/app/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${control.token}` },
    body: JSON.stringify({ user: 'admin' }),
  })
  const { access_token: token } = (await made.json()) as { access_token: string }
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  return { url, token, get }
}

/** Waits until every consumer has read the events of the seeded tracks; their number is in the metrics. */
async function indexed({ url, get }: Api, tracks: number): Promise<number> {
  const { total } = await get<Items>('/app/v1/tracks?limit=1')
  if (total !== tracks) throw new Error(`the catalog has ${total} tracks, not ${tracks}`)
  const startedAt = performance.now()
  for (let quiet = 0; quiet < 3; ) {
    if (performance.now() - startedAt > indexingMsMax) throw new Error('indexing takes too long')
    await sleep(1000)
    quiet = (await atRest(url, tracks)) ? quiet + 1 : 0
  }
  return performance.now() - startedAt
}

let consumedBefore = -1
async function atRest(url: string, tracks: number): Promise<boolean> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const consumed = [...metrics.matchAll(/^backbeat_consumer_events_total\{.*\} (\d+)$/gm)]
  const sum = consumed.reduce((all, [, count]) => all + Number(count), 0)
  const rests = sum === consumedBefore && sum >= tracks
  consumedBefore = sum
  return rests
}

async function stop(server: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => server.once('close', resolve))
  server.kill('SIGTERM')
  await closed
}

/** From /proc; NaN where there is none. */
async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024)
}
