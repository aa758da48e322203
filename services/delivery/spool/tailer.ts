/** Follows the spools of all producers below a folder, each at its own pace; new producers are found as they come. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '@backbeat/runtime/log'
import { pauseFor } from '@backbeat/runtime/retry-pauses'
import type { DeliveryMeter } from '../delivery-meter.ts'
import type { EventDelivery } from '../event-delivery.ts'
import { followSpool } from './spool-follower.ts'
import type { SpoolStatus } from './spool-state.ts'

const producersMax = 1_000
const lookEveryMs = 1_000

export interface TailerOptions {
  spoolDir: string
  delivery: EventDelivery
  meter: DeliveryMeter
  log: Logger
  signal: AbortSignal
}

export interface Tailer {
  status(): SpoolStatus[]
  stop(): Promise<void>
}

export async function startTailer(options: TailerOptions): Promise<Tailer> {
  const { spoolDir, log } = options
  const stopping = new AbortController()
  const signal = AbortSignal.any([options.signal, stopping.signal])
  const followers = new Map<string, { status(): SpoolStatus; done: Promise<void> }>()

  const look = async (): Promise<void> => {
    for (const entry of await readdir(spoolDir, { withFileTypes: true })) {
      if (!entry.isDirectory() || followers.has(entry.name)) continue
      if (followers.size >= producersMax) {
        log.error({ producersMax }, 'too many spools: the newest are not followed')
        return
      }
      const folder = join(spoolDir, entry.name)
      followers.set(entry.name, followSpool({ ...options, folder, producerId: entry.name, signal }))
    }
  }
  const looking = (async () => {
    while (!signal.aborted) {
      await look().catch((err) => log.error({ err, spoolDir }, 'the spools cannot be listed'))
      await pauseFor(lookEveryMs, signal)
    }
  })()
  return {
    status: () => [...followers.values()].map((follower) => follower.status()),
    stop: async () => {
      stopping.abort()
      await looking
      await Promise.all([...followers.values()].map((follower) => follower.done))
    },
  }
}
