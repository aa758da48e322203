/**
 * Import of a generated library by the whole server: cold, unchanged (with a new start) and memory:
 * `npm run bench -- import`. Peers as measured on a 2-core machine (reference figures of other servers): 356 tracks/s cold,
 * 0.54 s unchanged.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ImportProgress } from '@backbeat/contracts/api/catalog'
import { musicLibrary, usualSize } from './library.ts'
import type { BenchOptions } from './run.ts'

const bestPeer = { coldPerSecond: 356, unchangedSeconds: 0.54 }

export async function run({ report, say }: BenchOptions): Promise<void> {
  const directory = join(import.meta.dirname, 'output')
  const music = await musicLibrary({ ...usualSize, directory, say })
  const dataDir = await mkdtemp(join(tmpdir(), 'backbeat-bench-import-'))
  const server = await startServer(dataDir)
  try {
    await server.call('POST', '/app/v1/folders', { path: music })
    const cold = await server.finished()
    const perSecond = cold.filesFound / secondsOf(cold)
    report('import.cold', perSecond, 'tracks/s', ratio(perSecond, bestPeer.coldPerSecond))
    report('import.cold-failures', cold.failureCount, 'files')
    report('import.memory-peak', server.peakMiB(), 'MiB', 'resident, without PostgreSQL')
    const rounds: number[] = []
    for (let round = 0; round < 3; round++) {
      await server.call('POST', '/app/v1/imports', {})
      const unchanged = await server.finished()
      if (unchanged.unchanged !== cold.added) throw new Error('the second import found changes')
      rounds.push(secondsOf(unchanged))
    }
    const seconds = rounds.sort((a, b) => a - b)[1] as number
    report('import.unchanged', seconds, 's', ratio(bestPeer.unchangedSeconds, seconds))
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true })
  }
}

const ratio = (better: number, worse: number): string =>
  `${(better / worse).toFixed(2)} times as fast as the best peer`

const secondsOf = ({ startedAt, finishedAt }: ImportProgress): number =>
  (Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')) / 1000

async function startServer(dataDir: string) {
  const flags = ['apps/backbeat.mjs', 'start', '--data', dataDir, '--port', '0', '--json']
  const child = spawn(process.execPath, flags, {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const closed = new Promise((resolve) => child.once('close', resolve))
  await ready(child)
  const control = JSON.parse(await readFile(join(dataDir, 'run', 'control.json'), 'utf8')) as {
    url: string
    token: string
  }
  let peakMiB = 0
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(control.url + path, {
      method,
      headers: { authorization: `Bearer ${control.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  return {
    call,
    async finished(): Promise<ImportProgress> {
      for (;;) {
        const progress = (await call('GET', '/app/v1/imports/current')) as ImportProgress
        peakMiB = Math.max(peakMiB, await residentMiB(child.pid as number))
        if (progress.state === 'done') return progress
        if (progress.state === 'failed') throw new Error(`the import failed: ${progress.error}`)
        await sleep(100)
      }
    },
    peakMiB: () => peakMiB,
    async stop() {
      child.kill('SIGTERM')
      await closed
    },
  }
}

async function ready(child: ChildProcess): Promise<void> {
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    if (line.includes('ready') || line.includes('url')) return
  }
  throw new Error('the server did not start')
}

async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}
