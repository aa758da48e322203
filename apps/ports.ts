/** Opens the adapters that a configuration asks for: embedded ones unless an engine's address is given. */
import { join } from 'node:path'
import { chooseEncoder } from '@backbeat/adapters/audio-encoder-choice'
import { openEventLog } from '@backbeat/adapters/embedded/event-log'
import { fileObjectStore } from '@backbeat/adapters/embedded/object-store'
import { startPostgres } from '@backbeat/adapters/embedded/postgres'
import { createEventCodec, type EventCodec } from '@backbeat/runtime/event-codec'
import type { Logger } from '@backbeat/runtime/log'
import type { Metrics } from '@backbeat/runtime/metrics'
import type { Ports } from '@backbeat/runtime/service'
import type { Configuration } from './configuration.ts'
import type { DataFolder } from './data-folder.ts'

export interface OpenPorts {
  offered: Ports
  codec: EventCodec
  databaseUrl: string
  close(): Promise<void>
}

export async function openPorts(options: {
  configuration: Configuration
  folder: DataFolder
  log: Logger
  metrics: Metrics
}): Promise<OpenPorts> {
  const { configuration, folder, log, metrics } = options
  const external = configuration.core.databaseUrl
  const postgres = external ? null : startPostgres(join(folder.path, 'postgres'))
  const [database, events] = await Promise.all([
    postgres,
    openEventLog(join(folder.path, 'event-log'), { log, metrics }),
  ])
  const offered: Ports = {
    events,
    objects: fileObjectStore(join(folder.path, 'objects')),
    encoder: chooseEncoder({ log, ffmpegPath: configuration.core.ffmpeg }),
  }
  return {
    offered,
    codec: createEventCodec({ events }),
    databaseUrl: external ?? (database as { url: string }).url,
    close: async () => {
      await offered.encoder.close()
      await events.close()
      await database?.stop()
    },
  }
}
