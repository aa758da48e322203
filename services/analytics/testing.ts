/** For tests: a log, an object store and a lake in a throw-away folder, with a clock that can be turned. */
import type { TestContext } from 'node:test'
import type { Event, EventType } from '@backbeat/contracts/envelope'
import type { EventData } from '@backbeat/contracts/generated/events'
import { eventTypes } from '@backbeat/contracts/generated/events'
import { newEventId } from '@backbeat/contracts/ids'
import type { EventLog } from '@backbeat/ports/event-log'
import type { ObjectStore } from '@backbeat/ports/object-store'
import { createEventCodec, type EventCodec } from '@backbeat/runtime/event-codec'
import { createMetrics } from '@backbeat/runtime/metrics'
import { quietLogger } from '@backbeat/runtime/testing'
import { type Landing, startLanding } from './lake/lake-landing.ts'
import { createLakeMeter } from './lake/lake-meter.ts'
import { openLake } from './lake-query.ts'

export interface TestLake {
  events: EventLog
  objects: ObjectStore
  codec: EventCodec
  clock: { nowMs: number }
  append(events: readonly Event[]): Promise<void>
  /** A landing over the store; another one may be given, to break. */
  start(objects?: ObjectStore): Promise<Landing>
  sql(query: string): Promise<unknown[][]>
}

export const startMs = Date.UTC(2026, 10, 24, 10, 30)

/** The adapters are handed in, since only tests may know them. */
export async function testLake(
  t: Pick<TestContext, 'after'>,
  ports: { events: EventLog; objects: ObjectStore },
): Promise<TestLake> {
  const { events, objects } = ports
  const clock = { nowMs: startMs }
  const codec = createEventCodec({ events })
  await codec.ensureTopics()
  const landings: Landing[] = []
  t.after(async () => {
    for (const landing of landings) await landing.stop()
    await events.close()
  })
  return {
    events,
    objects,
    codec,
    clock,
    async append(list) {
      const records = list.map((event) => ({
        topic: event.type,
        key: event.userId,
        value: codec.encode(event),
        timestampMs: event.receivedAt,
      }))
      await events.append(records)
    },
    async start(store = objects) {
      const landing = await startLanding({
        events,
        codec,
        objects: store,
        types: Object.keys(eventTypes) as EventType[],
        clock: () => clock.nowMs,
        log: quietLogger,
        meter: createLakeMeter(createMetrics()),
        flushMs: 1,
        rowsMax: 1_000,
      })
      landings.push(landing)
      return landing
    },
    async sql(query) {
      const lake = await openLake(objects, { threads: 1 })
      try {
        return (await lake.query(query)).rows
      } finally {
        await lake.close()
      }
    },
  }
}

export function played(
  given: Partial<Omit<Event<'playback.track-played'>, 'data'>> & {
    data?: Partial<EventData['playback.track-played']>
  } = {},
): Event<'playback.track-played'> {
  return {
    id: newEventId(),
    time: startMs - 1_000,
    receivedAt: startMs,
    producerId: 'test',
    epoch: 1,
    sequence: 0,
    userId: 'listener',
    ...given,
    type: 'playback.track-played',
    data: {
      trackId: 'track',
      playedMs: 61_000,
      reasonStart: 'clickrow',
      reasonEnd: 'trackdone',
      rendition: null,
      device: null,
      context: null,
      offline: false,
      ...given.data,
    },
  }
}

/** Resolves when nothing is left to land. */
export async function landed(landing: Landing): Promise<void> {
  const deadline = performance.now() + 20_000
  while (Object.values(await landing.lag()).some((lag) => lag > 0)) {
    if (performance.now() > deadline) throw new Error('the events did not land')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
