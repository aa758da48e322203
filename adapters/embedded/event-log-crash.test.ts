import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import type { EventLog } from '@backbeat/ports/event-log'
import { testFolder } from '@backbeat/runtime/testing'
import { openEventLog } from './event-log.ts'
import { crashAppend, crashTopics, recordsPerAppend } from './event-log-crash-writer.ts'

const writer = join(import.meta.dirname, 'event-log-crash-writer.ts')
const rounds = 6

test('SIGKILL at any moment loses nothing acknowledged, leaves no half append, counts none twice', async (t) => {
  const dir = await testFolder(t)
  const acknowledged = new Set<number>()
  let caughtInFlight = 0
  for (let round = 0; round < rounds; round++) {
    const first = acknowledged.size === 0 ? 0 : Math.max(...acknowledged) + 1
    const numbers = await runUntilKilled(dir, first, 5 + Math.floor(Math.random() * 400))
    for (const n of numbers) acknowledged.add(n)
    const log = await openEventLog(dir)
    const stored = await storedAppends(log)
    for (const n of acknowledged) assert.equal(stored.get(n), recordsPerAppend, `append ${n}`)
    for (const [n, count] of stored) assert.equal(count, recordsPerAppend, `append ${n}`)
    caughtInFlight += stored.size - acknowledged.size > 0 ? 1 : 0
    const [again] = await log.append(crashAppend(numbers.at(-1) as number))
    assert.equal(again?.duplicate, true)
    await log.close()
  }
  t.diagnostic(
    `${acknowledged.size} acknowledged, unacknowledged work stored in ${caughtInFlight} rounds`,
  )
})

test('a write that the disk refuses fences the log and loses nothing acknowledged', async (t) => {
  if (process.platform === 'win32') return t.skip('needs a limit on file sizes')
  const dir = await testFolder(t)
  // 2 MB in blocks of 512 bytes; Node ignores the signal, so that writes fail with EFBIG.
  const limited = `ulimit -f 4096; exec "$0" "$@"`
  const child = spawn('sh', ['-c', limited, process.execPath, writer, dir, '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const lines: string[] = []
  for await (const line of createInterface(child.stdout)) lines.push(line)
  const acknowledged = lines.filter((line) => /^\d+$/.test(line)).map(Number)
  assert.ok(acknowledged.length > 0, 'it worked at first')
  const refusals = lines.filter((line) => !/^\d+$/.test(line))
  assert.deepEqual(new Set(refusals.slice(0, -2)), new Set(['log-failed']))
  assert.deepEqual(refusals.slice(-2), ['then log-failed', 'read true'])
  const log = await openEventLog(dir)
  const stored = await storedAppends(log)
  for (const n of acknowledged) assert.equal(stored.get(n), recordsPerAppend)
  await log.close()
})

/** The numbers that the process acknowledged before it was killed, soon after so many. */
async function runUntilKilled(dir: string, first: number, count: number): Promise<number[]> {
  const child = spawn(process.execPath, [writer, dir, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const numbers: number[] = []
  for await (const line of createInterface(child.stdout)) {
    numbers.push(Number(line))
    if (numbers.length === count) child.kill('SIGKILL')
  }
  return numbers
}

/** Append number → how many of its records are stored; each record at most once. */
async function storedAppends(log: EventLog): Promise<Map<number, number>> {
  const counts = new Map<number, number>()
  for (const { name, partitions } of crashTopics) {
    for (let partition = 0; partition < partitions; partition++) {
      const { end } = await log.offsets({ topic: name, partition })
      for (let offset = 0; offset < end; ) {
        const read = await log.read({ topic: name, partition }, offset)
        for (const { timestampMs } of read.records) {
          counts.set(timestampMs, (counts.get(timestampMs) ?? 0) + 1)
        }
        offset = read.nextOffset
      }
    }
  }
  return counts
}
