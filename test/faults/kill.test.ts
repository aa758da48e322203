/**
 * `kill -9` of the whole program, again and again, under load: no acknowledged event may be lost and none may count
 * twice, in the log, in the history or in the lake. PostgreSQL is the program's own and dies with it.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { startPostgres } from '@backbeat/adapters/embedded/postgres'
import { eventually } from '../program.ts'
import { createOracle } from './event-oracle.ts'
import { type CountById, eventsInLake, eventsInLog, playsInHistory } from './stored-events.ts'

const kills = Number(process.env.BACKBEAT_TEST_KILLS ?? 50)
/** Every so many kills hit the start itself: recovery must survive being killed, too. */
const killStartEvery = 5
const services = ['identity', 'playback', 'delivery', 'analytics', 'gateway']
const topics = ['playback.track-played', 'playback.track-started', 'playback.track-skipped']
const root = join(import.meta.dirname, '../..')
const listeners = ['ann', 'bob', 'cid']

test(`${kills} kills lose no acknowledged event and count none twice`, async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'backbeat-kill-'))
  const children = new Set<ChildProcess>()
  const oracle = createOracle({ clients: 6, eventsPerBatch: 60 })
  t.after(async () => {
    oracle.end()
    for (const child of children) child.kill('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  })
  // The same port each time: tokens are good for the address that issued them.
  const port = await freePort()
  const start = () => startProgram({ dataDir, port, children })
  const first = start()
  let url = await first.ready
  const tokens = await makeListeners(dataDir, url)
  const hits = { inFlight: 0, behindHistory: 0, behindLake: 0, duringStart: 0 }
  let running = first

  for (let kill = 1; kill <= kills; kill++) {
    if (kill % killStartEvery === 0) {
      hits.duringStart++
      await pause(Math.random() * 1_000)
    } else {
      url = await running.ready
      oracle.serve({ url, tokens })
      await pause(20 + Math.random() * 300)
      const behind = await lags(url)
      await pause(Math.random() * 20)
      hits.inFlight += oracle.requestsInFlight() > 0 ? 1 : 0
      hits.behindHistory += behind.history > 0 ? 1 : 0
      hits.behindLake += behind.lake > 0 ? 1 : 0
    }
    await killAll(running)
    oracle.gone()
    running = start()
  }
  url = await running.ready
  oracle.serve({ url, tokens })
  await oracle.finish()
  await eventually(
    () => lags(url),
    ({ history, lake }) => history === 0 && lake === 0,
    30_000,
  )
  running.child.kill('SIGTERM')
  await running.ended

  t.diagnostic(
    `${oracle.issued.size} events; kills with requests in flight ${hits.inFlight}, with history behind ${hits.behindHistory}, with the lake behind ${hits.behindLake}, during a start ${hits.duringStart}; ${oracle.duplicates()} events were durable before their answer was lost`,
  )
  const expected = new Set(oracle.issued.keys())
  assertOnce('the log', await eventsInLog(dataDir, topics), expected)
  assertOnce('the lake', await eventsInLake(dataDir, topics), expected)
  await assertHistory(dataDir, [...oracle.issued.values()])

  const afterReady = kills - hits.duringStart
  assert.ok(hits.inFlight >= afterReady * 0.8, 'too few kills hit a request in flight')
  assert.ok(hits.behindHistory + hits.behindLake >= afterReady * 0.5, 'too few hit work behind')
  assert.ok(kills < 20 || oracle.duplicates() > 0, 'no kill came between fsync and answer')
})

function assertOnce(where: string, counts: CountById, expected: ReadonlySet<string>): void {
  const lost = [...expected].filter((id) => !counts.has(id))
  const twice = [...counts].filter(([, count]) => count > 1)
  const invented = [...counts.keys()].filter((id) => !expected.has(id))
  assert.deepEqual(
    { lost: lost.length, twice: twice.length, invented: invented.length },
    { lost: 0, twice: 0, invented: 0 },
    where,
  )
}

async function assertHistory(
  dataDir: string,
  sent: readonly { id: string; type: string; data: { playedMs?: number } }[],
): Promise<void> {
  const postgres = await startPostgres(join(dataDir, 'postgres'))
  try {
    const { ids, ...sums } = await playsInHistory(postgres.url)
    const of = (type: string) => sent.filter((event) => event.type === `playback.track-${type}`)
    assertOnce('the history', ids, new Set(of('played').map((event) => event.id)))
    assert.deepEqual(sums, {
      starts: of('started').length,
      plays: of('played').length,
      skips: of('skipped').length,
      playedMs: of('played').reduce((sum, event) => sum + (event.data.playedMs ?? 0), 0),
    })
  } finally {
    await postgres.stop()
  }
}

interface Run {
  child: ChildProcess
  /** The address, once everything is up. */
  ready: Promise<string>
  ended: Promise<unknown>
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

interface StartOptions {
  dataDir: string
  port: number
  children: Set<ChildProcess>
}

function startProgram({ dataDir, port, children }: StartOptions): Run {
  const flags = ['--data', dataDir, '--port', String(port), '--json', '--log-level', 'warn']
  const child = spawn(process.execPath, ['apps/main.ts', ...services, ...flags], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      NODE_COMPILE_CACHE: join(tmpdir(), 'backbeat-kill-compile-cache'),
      BACKBEAT_LAKE_FLUSH_MS: '100',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  const ended = once(child, 'close').then(() => children.delete(child))
  let said = ''
  child.stderr.on('data', (chunk) => (said = `${said}${chunk}`.slice(-4_000)))
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      resolve((JSON.parse(line) as { url: string }).url)
    })
    child.once('close', () => reject(new Error(`it ended before it was ready: ${said}`)))
  })
  ready.catch(() => undefined)
  return { child, ready, ended }
}

async function killAll({ child, ended }: Run): Promise<void> {
  child.kill('SIGKILL')
  await ended
}

/** Events that history and lake have not taken yet, as the program itself says. */
async function lags(url: string): Promise<{ history: number; lake: number }> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const sum = (pattern: RegExp) =>
    [...text.matchAll(pattern)].reduce((total, [, value]) => total + Number(value), 0)
  return {
    history: sum(/^backbeat_consumer_lag_events\{[^}]*group="history"[^}]*\} (\d+)/gm),
    lake: sum(/^backbeat_lake_lag_events (\d+)/gm),
  }
}

/** Access tokens of some listeners, so that events spread over partitions. */
async function makeListeners(dataDir: string, url: string): Promise<string[]> {
  const control = await readFile(join(dataDir, 'run/control.json'), 'utf8')
  const { token } = JSON.parse(control) as { token: string }
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const post = async (path: string, body: unknown) => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    assert.equal(response.status, 201, await response.clone().text())
    return (await response.json()) as { access_token: string }
  }
  return Promise.all(
    listeners.map(async (name) => {
      await post('/app/v1/users', { name, password: `${name} likes music`, role: 'listener' })
      const scope = 'events:write'
      return (await post('/app/v1/tokens', { user: name, scope })).access_token
    }),
  )
}
