/**
 * Audio bytes: whole 5.25 MB files and 64 KiB ranges of them, by the edge in one process, loaded by `wrk` on the same
 * machine; beside it nginx at its best setting where it is installed.
 */
import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signUrl } from '@backbeat/runtime/signed-url'
import type { BenchOptions } from './run.ts'
import type { StreamServerSetup } from './stream-server.ts'

const fileBytes = 5_250_000
const secret = 'bench'
const connections = 32
const trackId = '0'.repeat(22)

export async function run(options: BenchOptions): Promise<void> {
  if (!installed('wrk', '-v')) {
    options.say('stream: wrk is not installed (Debian: apt-get install wrk); nothing was measured.')
    return
  }
  const folder = await mkdtemp(join(tmpdir(), 'backbeat-bench-stream-'))
  try {
    const music = join(folder, 'music')
    await mkdir(music)
    await writeFile(join(music, 'song.mp3'), randomBytes(fileBytes))
    await writeFile(join(folder, 'range.lua'), rangeScript)
    const ours = await measureEdge(folder, options)
    const nginx = await measureNginx(folder, options)
    report(options, ours, nginx)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Figures {
  wholeMbPerSecond: number
  rangesPerSecond: number
}

function report({ report: print, say }: BenchOptions, ours: Figures, nginx: Figures | null): void {
  const against = (own: number, other: number | undefined) =>
    other ? `${(own / other).toFixed(2)} of nginx` : undefined
  const whole = against(ours.wholeMbPerSecond, nginx?.wholeMbPerSecond)
  const ranges = against(ours.rangesPerSecond, nginx?.rangesPerSecond)
  print('stream.whole', ours.wholeMbPerSecond, 'MB/s', whole)
  print('stream.range-64k', ours.rangesPerSecond, 'requests/s', ranges)
  if (nginx) {
    print('stream.whole.nginx', nginx.wholeMbPerSecond, 'MB/s')
    print('stream.range-64k.nginx', nginx.rangesPerSecond, 'requests/s')
  } else {
    say('stream: nginx is not installed, so there is nothing to compare with.')
  }
}

async function measureEdge(folder: string, options: BenchOptions): Promise<Figures> {
  const server = fork(join(import.meta.dirname, 'stream-server.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  try {
    const setup: StreamServerSetup = { folder, secret }
    server.send(setup)
    const port = await new Promise<number>((resolve) => server.once('message', resolve as never))
    const query = new URLSearchParams({ key: 'library/bench/song.mp3', type: 'audio/mpeg' })
    const path = `/audio/v1/files/${trackId}/original?${query}`
    const link = signUrl(secret, path, Date.now() + 3_600_000)
    return await measure(`http://127.0.0.1:${port}${link}`, folder, options)
  } finally {
    await ended(server, 'SIGKILL')
  }
}

async function measureNginx(folder: string, options: BenchOptions): Promise<Figures | null> {
  if (!installed('nginx', '-v')) return null
  const port = await freePort()
  await writeFile(join(folder, 'nginx.conf'), nginxConfiguration(folder, port))
  const server = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    const url = `http://127.0.0.1:${port}/song.mp3`
    await answering(url)
    return await measure(url, folder, options)
  } finally {
    await ended(server, 'SIGTERM')
  }
}

/** Medians of three runs, after one that warms caches and compiler. */
async function measure(url: string, folder: string, { seconds, say }: BenchOptions) {
  const each = Math.max(1, Math.round(seconds / 3))
  const range = ['-s', join(folder, 'range.lua')]
  await wrk(url, 3, [])
  await wrk(url, 3, range)
  const whole: number[] = []
  const ranges: number[] = []
  for (let n = 0; n < 3; n++) {
    whole.push((await wrk(url, each, [])).requestsPerSecond)
    ranges.push((await wrk(url, each, range)).requestsPerSecond)
  }
  say(
    `stream: ${new URL(url).host}: whole ${whole.join(' ')}, ranges ${ranges.join(' ')} requests/s`,
  )
  return { wholeMbPerSecond: (median(whole) * fileBytes) / 1e6, rangesPerSecond: median(ranges) }
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[1] as number

async function wrk(url: string, seconds: number, extra: string[]) {
  const child = spawn('wrk', ['-t1', `-c${connections}`, `-d${seconds}`, ...extra, url])
  let output = ''
  child.stdout.on('data', (text: Buffer) => {
    output += text.toString()
  })
  await new Promise((resolve) => child.once('close', resolve))
  const requestsPerSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1])
  if (!(requestsPerSecond > 0) || /Non-2xx|Socket errors/.test(output)) {
    throw new Error(`wrk failed on ${url}:\n${output}`)
  }
  return { requestsPerSecond }
}

/** Ranges of 64 KiB at the chunks of a seeking player: another one each time. */
const rangeScript = `
local n = 0
request = function()
  n = (n + 7) % 80
  local first = n * 65536
  wrk.headers["Range"] = "bytes=" .. first .. "-" .. (first + 65535)
  return wrk.format()
end
`

/** \`tcp_nopush off\`: with it on, small ranges wait for an acknowledgement. */
const nginxConfiguration = (folder: string, port: number): string => `
worker_processes 2;
daemon off;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush off;
  keepalive_requests 1000000000;
  open_file_cache max=100;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server { listen 127.0.0.1:${port}; root ${folder}/music; }
}
${process.getuid?.() === 0 ? 'user root;' : ''}
`

const installed = (command: string, flag: string): boolean =>
  spawnSync(command, [flag], { stdio: 'ignore' }).error === undefined

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await exited
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const ok = await fetch(url, { method: 'HEAD' }).then(
      (response) => response.ok,
      () => false,
    )
    if (ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${url} does not answer`)
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
