/** Time from the command to ready, first and later, and memory after it: `npm run bench -- start`. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchOptions } from './run.ts'

const limitMs = 10_000
const rounds = 3

export async function run({ report, say }: BenchOptions): Promise<void> {
  const first: number[] = []
  const later: number[] = []
  const memory: number[] = []
  for (let round = 0; round < rounds; round++) {
    const dataDir = await mkdtemp(join(tmpdir(), 'backbeat-bench-start-'))
    first.push((await measure(dataDir)).readyMs)
    const again = await measure(dataDir)
    later.push(again.readyMs)
    memory.push(again.residentMiB)
    say(`round ${round + 1}: first ${first.at(-1)} ms, later ${later.at(-1)} ms`)
    await rm(dataDir, { recursive: true })
  }
  report(
    'start.first',
    median(first) / 1000,
    's',
    `limit ${limitMs / 1000} s, ratio ${ratio(first)}`,
  )
  report(
    'start.later',
    median(later) / 1000,
    's',
    `limit ${limitMs / 1000} s, ratio ${ratio(later)}`,
  )
  report('start.memory', median(memory), 'MiB', 'resident, without PostgreSQL, 2 s after ready')
}

const median = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

const ratio = (values: number[]): string => (limitMs / median(values)).toFixed(1)

async function measure(dataDir: string): Promise<{ readyMs: number; residentMiB: number }> {
  const startedAt = performance.now()
  const flags = ['apps/backbeat.mjs', 'start', '--data', dataDir, '--port', '0', '--json']
  const child = spawn(process.execPath, flags, {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = new Promise((resolve) => child.once('close', resolve))
  await ready(child)
  const readyMs = Math.round(performance.now() - startedAt)
  await sleep(2000)
  const residentMiB = await residentOf(child.pid as number)
  child.kill('SIGTERM')
  await closed
  return { readyMs, residentMiB }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('close', (code) => reject(new Error(`Backbeat ended with ${code}`)))
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      if ((JSON.parse(line) as { event: string }).event === 'ready') resolve()
    })
  })
}

/** From /proc; NaN where there is none. */
async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024)
}
