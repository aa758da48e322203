/**
 * How many events a second the whole program acknowledges over HTTP and over spool files, and lands in the lake; how
 * long one acknowledgement takes; and, in the same run, what the log and the disk alone can do. Clients, server and
 * PostgreSQL share this machine's cores.
 */
import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { openEventLog } from '@backbeat/adapters/embedded/event-log'
import type { BenchOptions } from './run.ts'

const root = join(import.meta.dirname, '..')
const linesPerBatch = 2_000
const recordBytes = 200
const connections = 4
/** All bodies are made before the clock runs: making them costs more than sending them. */
const eventsMax = 600_000
const spoolEvents = 300_000

interface Server {
  url: string
  token: string
  stop(): Promise<void>
}

export async function run({ seconds, report, say }: BenchOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'backbeat-bench-events-'))
  try {
    await measureLimits(folder, { report })
    const server = await startServer(join(folder, 'data'))
    try {
      say('clients post batches; the whole program runs beside them')
      await measureLatency(server, { seconds, report })
      await measureSpool(server, join(folder, 'data'), { report })
      await caughtUp(server)
      await measureClients(server, { seconds, report })
    } finally {
      await server.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const playedLine = (i: number): string =>
  JSON.stringify({
    type: 'playback.track-played',
    id: randomUUID(),
    time: new Date().toISOString(),
    data: {
      trackId: `4uLU6hMCjMI75M1A2tK${100 + (i % 900)}`,
      playedMs: 61_000 + (i % 5_000),
      reasonStart: 'clickrow',
      reasonEnd: 'trackdone',
      rendition: 'ogg-160',
      device: 'web',
      context: 'spotify:album:4uLU6hMCjMI75M1A2tKUQC',
    },
  })

const batchOf = (lines: number): Buffer =>
  Buffer.from(Array.from({ length: lines }, (_, i) => playedLine(i)).join('\n'))

/** Posts batches until time or batches end; then waits for the lake. */
async function measureClients(
  server: Server,
  { seconds, report }: Pick<BenchOptions, 'seconds' | 'report'>,
): Promise<void> {
  const bodies = Array.from({ length: eventsMax / linesPerBatch }, () => batchOf(linesPerBatch))
  await post(server, batchOf(100))
  const landedBefore = await metric(server, 'backbeat_lake_events_total')
  const startedAt = performance.now()
  let acknowledged = 0
  let next = 0
  const client = async () => {
    while (next < bodies.length && performance.now() - startedAt < seconds * 1_000) {
      const body = bodies[next++] as Buffer
      const accepted = await post(server, body)
      acknowledged += accepted
    }
  }
  await Promise.all(Array.from({ length: connections }, client))
  const ackMs = performance.now() - startedAt
  const note = `${connections} connections, batches of ${linesPerBatch}, fsync before each answer`
  report('events.acknowledged', (acknowledged / ackMs) * 1_000, 'events/s', note)
  await until(
    async () => (await metric(server, 'backbeat_lake_events_total')) - landedBefore >= acknowledged,
  )
  const landedMs = performance.now() - startedAt
  report(
    'events.end-to-end',
    (acknowledged / landedMs) * 1_000,
    'events/s',
    'posted, then in the lake',
  )
}

/** One client that posts 100 events every 10 ms, whatever the answers take. */
async function measureLatency(
  server: Server,
  { seconds, report }: Pick<BenchOptions, 'seconds' | 'report'>,
): Promise<void> {
  const took: number[] = []
  const posts: Promise<void>[] = []
  const until = performance.now() + Math.min(seconds, 5) * 1_000
  while (performance.now() < until) {
    const body = batchOf(100)
    const startedAt = performance.now()
    posts.push(post(server, body).then(() => void took.push(performance.now() - startedAt)))
    await pause(10)
  }
  await Promise.all(posts)
  took.sort((a, b) => a - b)
  const note = `${Math.round((took.length * 100) / Math.min(seconds, 5))} events/s, batches of 100`
  report('events.ack-p50', took[Math.floor(took.length * 0.5)] ?? 0, 'ms', note)
  report('events.ack-p99', took[Math.floor(took.length * 0.99)] ?? 0, 'ms', note)
}

/** A producer's full spool appears; the tailer ships it. */
async function measureSpool(
  server: Server,
  dataDir: string,
  { report }: Pick<BenchOptions, 'report'>,
): Promise<void> {
  const folder = join(dataDir, 'bench-spool')
  await mkdir(folder)
  const lines = Array.from({ length: spoolEvents }, (_, sequence) => {
    const { id, type, data } = JSON.parse(playedLine(sequence)) as Record<string, unknown>
    return JSON.stringify({
      sequence,
      id,
      type,
      time: Date.now(),
      userId: `u${sequence % 500}`,
      data,
    })
  })
  await writeFile(join(folder, '1-0.ndjson'), `${lines.join('\n')}\n`)
  await writeFile(join(folder, 'epoch'), '1\n')
  const name = 'backbeat_delivery_events_total{type="playback.track-played",road="spool"'
  await rename(folder, join(dataDir, 'spool/bench@00000000'))
  let startedAt = 0
  await until(async () => {
    const shipped = await metric(server, name)
    if (shipped > 0 && startedAt === 0) startedAt = performance.now() - 25
    return shipped >= spoolEvents
  }, 25)
  const tookMs = performance.now() - startedAt
  report('events.spool', (spoolEvents / tookMs) * 1_000, 'events/s', 'spool file to durable log')
}

/** The log without HTTP, JSON and Avro, and a file with fsync: what the roads above are to be compared with. */
async function measureLimits(
  folder: string,
  { report }: Pick<BenchOptions, 'report'>,
): Promise<void> {
  const events = await openEventLog(join(folder, 'log'))
  await events.createTopic({ name: 'limit', partitions: 4 })
  // Random, so that compression has nothing to win.
  const values = Array.from({ length: 5_000 }, () => randomBytes(recordBytes))
  const batches = 300
  let sequence = 0
  const startedAt = performance.now()
  const appender = async (producerId: string) => {
    for (let b = 0; b < batches / 4; b++) {
      const records = Array.from({ length: 1_000 }, (_, i) => ({
        topic: 'limit',
        key: producerId,
        value: values[(b * 1_000 + i) % values.length] as Buffer,
        timestampMs: 1,
        dedupe: { producerId, epoch: 1, sequence: sequence++ },
      }))
      await events.append(records)
    }
  }
  await Promise.all(['a', 'b', 'c', 'd'].map(appender))
  const perSecond = (batches * 1_000_000) / (performance.now() - startedAt)
  await events.close()
  report(
    'events.log-alone',
    perSecond,
    'events/s',
    'appends of 1,000 random records of 200 B, 4 at a time',
  )
  await measureDisk(join(folder, 'raw'), recordBytes, report)
}

async function measureDisk(
  path: string,
  eventBytes: number,
  report: BenchOptions['report'],
): Promise<void> {
  const file = await open(path, 'w')
  const block = Buffer.alloc(256 * 1024, 7)
  const startedAt = performance.now()
  let blocks = 0
  while (performance.now() - startedAt < 1_000) {
    await file.write(block)
    await file.datasync()
    blocks++
  }
  const bytes = (blocks * block.length * 1_000) / (performance.now() - startedAt)
  await file.close()
  report(
    'events.disk-alone',
    bytes / eventBytes,
    'events/s',
    '256 KiB and fdatasync, one after the other',
  )
}

async function startServer(dataDir: string): Promise<Server> {
  const flags = ['--data', dataDir, '--port', '0', '--json', '--log-level', 'error']
  const child = spawn(process.execPath, ['apps/main.ts', ...flags], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(() => {
      throw new Error('the server did not start')
    }),
  ])) as [string]
  const { url } = JSON.parse(line) as { url: string }
  const control = await readFile(join(dataDir, 'run/control.json'), 'utf8')
  const { token } = JSON.parse(control) as { token: string }
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { url, token, stop }
}

/** Resolves with the events acknowledged. */
async function post({ url, token }: Server, body: Buffer): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
  const response = await fetch(`${url}/events/v1/batches`, { method: 'POST', headers, body })
  if (response.status !== 200) throw new Error(await response.text())
  return ((await response.json()) as { accepted: number }).accepted
}

/** No measurement begins while consumers still work on the one before. */
const caughtUp = (server: Server): Promise<void> =>
  until(async () => (await metric(server, 'backbeat_consumer_lag_events{')) === 0)

/** Sum of a metric's series whose lines begin so. */
async function metric({ url }: Server, prefix: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return text
    .split('\n')
    .filter((line) => line.startsWith(prefix))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
}

async function until(reached: () => Promise<boolean>, everyMs = 100): Promise<void> {
  const deadline = performance.now() + 60_000
  while (!(await reached())) {
    if (performance.now() > deadline) throw new Error('not within a minute')
    await pause(everyMs)
  }
}
