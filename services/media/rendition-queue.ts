/**
 * The background workers: each takes the foremost source of the queue, makes its next level, and goes on. The queue is
 * in the database, so it survives any end of the process; what was under way comes back when its lease runs out.
 */
import { randomUUID } from 'node:crypto'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { Logger } from '@backbeat/runtime/log'
import { type MakingOptions, makeRendition } from './make-rendition.ts'
import type { MadeLevel } from './quality-ladder.ts'
import * as store from './store.ts'

export interface RenditionQueueOptions extends MakingOptions {
  db: store.Db
  log: Logger
  workers: number
  /** False while only what somebody asked for is to be made. */
  background(): boolean
  made(level: MadeLevel, seconds: number): void
  failed(level: MadeLevel): void
}

export interface RenditionQueue {
  /** Look at the queue now. */
  wake(): void
  stop(): Promise<void>
}

/** The first attempt and two more. */
const attemptsMax = 3
const idleMs = 5_000
const leaseRenewalMs = 20_000
const orphansAtOnce = 20

export function startRenditionQueue(options: RenditionQueueOptions): RenditionQueue {
  const stopping = new AbortController()
  const sleepers = new Set<() => void>()
  const sleep = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(done, idleMs)
      function done() {
        clearTimeout(timer)
        sleepers.delete(done)
        resolve()
      }
      sleepers.add(done)
      if (stopping.signal.aborted) done()
    })
  const wake = () => {
    for (const done of [...sleepers]) done()
  }
  const workers = Array.from({ length: options.workers }, async () => {
    while (!stopping.signal.aborted) {
      const worked = await step(options, stopping.signal)
      if (!worked) await sleep()
    }
  })
  return {
    wake,
    async stop() {
      stopping.abort()
      wake()
      await Promise.all(workers)
    },
  }
}

/** Makes one rendition; false when there was nothing to do or the way is barred for now. */
async function step(options: RenditionQueueOptions, stop: AbortSignal): Promise<boolean> {
  const { db, log } = options
  const holder = randomUUID()
  try {
    const claimed = await store.claim(db, holder, { requestedOnly: !options.background() })
    if (!claimed) {
      await removeOrphans(options)
      return false
    }
    return await make(options, claimed, holder, stop)
  } catch (error) {
    if (!stop.aborted) log.error({ err: error }, 'the rendition queue pauses')
    return false
  }
}

async function make(
  options: RenditionQueueOptions,
  claimed: store.Claim,
  holder: string,
  stop: AbortSignal,
): Promise<boolean> {
  const { db, log } = options
  const { sourceHash, level } = claimed
  const renewal = setInterval(() => {
    store
      .renewLease(db, holder, sourceHash)
      .catch((error: unknown) => log.warn({ err: error }, 'a lease could not be renewed'))
  }, leaseRenewalMs)
  const startedAt = performance.now()
  try {
    const track = await store.findTrackOfSource(db, sourceHash)
    if (!track) throw new BackbeatError('not-found', 'No track has this source any more.')
    const source = {
      sourceHash,
      sourceKey: track.source_key,
      codec: track.codec,
      container: track.container,
      bitrateKbps: track.bitrate_kbps,
      sampleRateHz: track.sample_rate_hz,
    }
    const made = await makeRendition(options, source, level, stop)
    await store.recordRendition(db, claimed, made)
    options.made(level, (performance.now() - startedAt) / 1000)
    return true
  } catch (error) {
    return await afterFailure(options, claimed, error, stop)
  } finally {
    clearInterval(renewal)
  }
}

/** True when the queue can go on at once. */
async function afterFailure(
  options: RenditionQueueOptions,
  claimed: store.Claim,
  error: unknown,
  stop: AbortSignal,
): Promise<boolean> {
  const { db, log } = options
  const { sourceHash, level, attempts } = claimed
  const code = error instanceof BackbeatError ? error.code : 'internal'
  // Stopping, or an installation without encoder: no fault of the file.
  if (stop.aborted || code === 'encoder-missing') {
    await store.release(db, claimed)
    return false
  }
  const reason = error instanceof Error ? error.message : String(error)
  log.warn({ sourceHash, level, attempt: attempts + 1, reason }, 'a rendition failed')
  if (attempts + 1 < attemptsMax) {
    await store.retryLater(db, claimed, 15 * (attempts + 1) ** 2)
  } else {
    await store.recordFailure(db, claimed, reason)
    options.failed(level)
  }
  return true
}

async function removeOrphans({ db, objects }: RenditionQueueOptions): Promise<void> {
  for (const [sourceHash, keys] of await store.findOrphans(db, orphansAtOnce)) {
    for (const key of keys) await objects.delete(key)
    await store.deleteSource(db, sourceHash)
  }
}
