/**
 * The composition root: turns settings into running services. The only place, with `services.ts`, that knows which
 * adapters and services there are.
 */
import { join } from 'node:path'
import { BackbeatError, problemOf } from '@backbeat/contracts/errors'
import { prepareDatabase } from '@backbeat/runtime/database'
import { healthEntries, type Waiting } from '@backbeat/runtime/health'
import { type Listener, listen } from '@backbeat/runtime/http'
import { createLogger, type Logger } from '@backbeat/runtime/log'
import { createMetrics, type Metrics } from '@backbeat/runtime/metrics'
import type { Entry, Fetch, RunningService, Service } from '@backbeat/runtime/service'
import type { Configuration } from './configuration.ts'
import { openDataFolder } from './data-folder.ts'
import { ensurePlayer } from './player-build.ts'
import { type OpenPorts, openPorts } from './ports.ts'
import { type HostedService, startService } from './service-host.ts'

export interface Backbeat {
  url: string
  port: number
  stop(): Promise<void>
}

/** How long requests under way may take once a stop was asked for. */
const graceMs = 4000

/** Starts everything; whatever fails ends what was begun and throws a sentence for the user. */
export async function startBackbeat(configuration: Configuration): Promise<Backbeat> {
  const undo: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const step of undo.reverse()) await step()
    undo.length = 0
  }
  try {
    return { ...(await compose(configuration, undo)), stop }
  } catch (error) {
    await stop().catch(() => undefined)
    throw error
  }
}

async function compose(
  configuration: Configuration,
  undo: (() => Promise<void>)[],
): Promise<Omit<Backbeat, 'stop'>> {
  const { core } = configuration
  const log = createLogger(core.logLevel)
  const metrics = createMetrics()
  const folder = await openDataFolder(core.dataDir)
  undo.push(() => folder.release())

  const hosted = new Map<string, HostedService>()
  const listener = await openListener(configuration, { log, metrics, hosted })
  const url = core.publicUrl ?? addressOf(core.host, listener.port)
  const player = configuration.services.some((s) => s.name === 'gateway') ? ensurePlayer(log) : null
  player?.catch(() => undefined)
  const ports = await openPorts({ configuration, folder, log, metrics }).catch(async (error) => {
    await listener.close(0)
    throw error
  })
  undo.push(() => ports.close())
  undo.push(() => stopServices(hosted, log))
  undo.push(() => listener.close(graceMs))
  await prepareDatabase(ports.databaseUrl)
  await startServices({ configuration, ports, folder, log, metrics, hosted, url })
  await player
  await folder.announce({
    url: addressOf(core.host, listener.port),
    token: folder.secret('operator'),
  })
  return { url, port: listener.port }
}

function addressOf(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

interface Process {
  log: Logger
  metrics: Metrics
  hosted: Map<string, HostedService>
}

function openListener({ core, services }: Configuration, host: Process): Promise<Listener> {
  const { log, metrics, hosted } = host
  const health = healthEntries(() => waitingFor(services, hosted), metrics)
  let cached: { size: number; entries: Entry[] } = { size: -1, entries: [] }
  const entries = () => {
    if (cached.size !== hosted.size) {
      const own = [...hosted.values()].flatMap(({ running }) => running.entries ?? [])
      cached = { size: hosted.size, entries: [...health, ...own] }
    }
    return cached.entries
  }
  const notYet: Fetch = async () =>
    Response.json(problemOf(new BackbeatError('unavailable', 'Backbeat is starting.')), {
      status: 503,
      headers: { 'retry-after': '1' },
    })
  const fetch: Fetch = (request) => (hosted.get('gateway')?.running.fetch ?? notYet)(request)
  return listen({ host: core.host, port: core.port, entries, fetch, log, metrics })
}

async function waitingFor(
  services: readonly Service[],
  hosted: Map<string, HostedService>,
): Promise<Waiting[]> {
  const reasons = services.map(async ({ name }): Promise<Waiting | null> => {
    const running = hosted.get(name)?.running
    if (!running) return { service: name, reason: 'it is starting' }
    const reason = await readiness(running)
    return reason === null ? null : { service: name, reason }
  })
  return (await Promise.all(reasons)).filter((reason) => reason !== null)
}

async function readiness(running: RunningService): Promise<string | null> {
  try {
    return (await running.ready?.()) ?? null
  } catch (error) {
    return `its readiness check failed: ${(error as Error).message}`
  }
}

interface StartOptions extends Process {
  configuration: Configuration
  ports: OpenPorts
  folder: Awaited<ReturnType<typeof openDataFolder>>
  url: string
}

async function startServices(options: StartOptions): Promise<void> {
  const { configuration, hosted, ports, folder } = options
  const peers: Record<string, Fetch> = {}
  await ports.codec.ensureTopics()
  const started = configuration.services.map(async (service) => {
    const host = await startService(service, {
      settings: configuration.settings[service.name] ?? {},
      ports: ports.offered,
      codec: ports.codec,
      databaseUrl: ports.databaseUrl,
      dataDir: folder.path,
      spoolDir: join(folder.path, 'spool'),
      publicUrl: options.url,
      log: options.log,
      metrics: options.metrics,
      secret: folder.secret,
      peers,
    })
    hosted.set(service.name, host)
    if (host.running.fetch) peers[service.name] = host.running.fetch
  })
  const failed = (await Promise.allSettled(started)).find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

/** All at once, since services don't depend on each other; a failure is told and doesn't keep the others. */
async function stopServices(hosted: Map<string, HostedService>, log: Logger): Promise<void> {
  await Promise.all(
    [...hosted].map(async ([name, host]) => {
      await host.stop().catch((error) => log.error({ err: error, service: name }, 'stop failed'))
    }),
  )
  hosted.clear()
}
