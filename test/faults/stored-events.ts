/** What is stored after all: every event in the log, in the lake and in the history, counted by id. */
import { join } from 'node:path'
import { openEventLog } from '@backbeat/adapters/embedded/event-log'
import { fileObjectStore } from '@backbeat/adapters/embedded/object-store'
import { openLake } from '@backbeat/analytics/lake-query'
import { createEventCodec } from '@backbeat/runtime/event-codec'
import pg from 'pg'

export type CountById = Map<string, number>

export interface StoredPlays {
  ids: CountById
  /** Sums of the per-day table that top lists are made of. */
  starts: number
  plays: number
  skips: number
  playedMs: number
}

const count = (counts: CountById, id: string): void => {
  counts.set(id, (counts.get(id) ?? 0) + 1)
}

/** Only while no server uses the folder. */
export async function eventsInLog(dataDir: string, topics: readonly string[]): Promise<CountById> {
  const events = await openEventLog(join(dataDir, 'event-log'))
  const codec = createEventCodec({ events })
  const counts: CountById = new Map()
  for (const { name, partitions } of await events.topics()) {
    if (!topics.includes(name)) continue
    for (let partition = 0; partition < partitions; partition++) {
      for (let offset = 0; ; ) {
        const read = await events.read({ topic: name, partition }, offset)
        for (const event of await codec.decodeRecords(read.records)) count(counts, event.id)
        offset = read.nextOffset
        if (offset >= read.endOffset) break
      }
    }
  }
  await events.close()
  return counts
}

export async function eventsInLake(dataDir: string, topics: readonly string[]): Promise<CountById> {
  const lake = await openLake(fileObjectStore(join(dataDir, 'objects')))
  const list = topics.map((topic) => `'${topic}'`).join(', ')
  const { rows } = await lake.query(`select id from events where type in (${list})`)
  await lake.close()
  const counts: CountById = new Map()
  for (const [id] of rows) count(counts, String(id))
  return counts
}

export async function playsInHistory(databaseUrl: string): Promise<StoredPlays> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const plays = await client.query<{ event_id: string }>('select event_id from playback.play')
    const sums = await client.query<Omit<StoredPlays, 'ids'>>(
      `select sum(starts)::float as starts, sum(plays)::float as plays,
         sum(skips)::float as skips, sum(played_ms)::float as "playedMs"
       from playback.listening_day`,
    )
    const ids: CountById = new Map()
    for (const { event_id } of plays.rows) count(ids, event_id)
    return { ids, ...(sums.rows[0] as Omit<StoredPlays, 'ids'>) }
  } finally {
    await client.end()
  }
}
