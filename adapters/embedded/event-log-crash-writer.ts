/**
 * The process that `event-log-crash.test.ts` kills: appends over two topics as fast as it can and prints the number of
 * each append once it is acknowledged, or why it was not.
 */
import { createHash } from 'node:crypto'
import { writeSync } from 'node:fs'
import type { BackbeatError } from '@backbeat/contracts/errors'
import type { AppendRecord } from '@backbeat/ports/event-log'
import { openEventLog } from './event-log.ts'

export const crashTopics = [
  { name: 'crash.sequenced', partitions: 2 },
  { name: 'crash.identified', partitions: 2 },
]
export const recordsPerAppend = 4
const inFlight = 8

/** Append number n: always the same records, so that it can be sent again. */
export function crashAppend(n: number): AppendRecord[] {
  const value = Buffer.from(`${n}`.padEnd(200, '.'))
  const common = { value, timestampMs: n }
  const sequenced = { ...common, topic: 'crash.sequenced', key: 'writer' }
  const identified = { ...common, topic: 'crash.identified' }
  return [
    { ...sequenced, dedupe: { producerId: 'writer', epoch: 1, sequence: 2 * n } },
    { ...sequenced, dedupe: { producerId: 'writer', epoch: 1, sequence: 2 * n + 1 } },
    { ...identified, key: `${n}`, dedupe: { eventId: uuidOf(`${n} a`) } },
    { ...identified, key: `${n + 1}`, dedupe: { eventId: uuidOf(`${n} b`) } },
  ]
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return [8, 4, 4, 4, 12].map((length, i) => hex.slice(i * 12, i * 12 + length)).join('-')
}

async function main(dir: string, first: number): Promise<void> {
  const log = await openEventLog(dir)
  for (const topic of crashTopics) await log.createTopic(topic)
  let next = first
  const sender = async (): Promise<void> => {
    for (;;) {
      const n = next++
      try {
        await log.append(crashAppend(n))
        writeSync(1, `${n}\n`)
      } catch (error) {
        writeSync(1, `${(error as BackbeatError).code}\n`)
        return
      }
    }
  }
  await Promise.all(Array.from({ length: inFlight }, sender))
  await log.append(crashAppend(next)).catch((error: unknown) => {
    writeSync(1, `then ${(error as BackbeatError).code}\n`)
  })
  const { records } = await log.read({ topic: 'crash.identified', partition: 0 }, 0)
  writeSync(1, `read ${records.length > 0}\n`)
}

if (import.meta.main) await main(process.argv[2] as string, Number(process.argv[3]))
