/**
 * What a service is: a manifest (name, needs, what it publishes and consumes) and a `start`. It receives exactly the
 * ports it declares, and hands back how it is reached.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { EventType } from '@backbeat/contracts/envelope'
import type { AudioEncoder } from '@backbeat/ports/audio-encoder'
import type { EventLog } from '@backbeat/ports/event-log'
import type { ObjectStore } from '@backbeat/ports/object-store'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Clock } from './clock.ts'
import type { Settings, SettingValues } from './config.ts'
import type { Consumers } from './consumer.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Outbox } from './outbox.ts'
import type { Producer } from './producer.ts'

/** Every port that a process can offer. */
export interface Ports {
  events: EventLog
  objects: ObjectStore
  encoder: AudioEncoder
}

/** The seam between gateway and services. */
export type Fetch = (request: Request) => Promise<Response>

/**
 * A path that clients reach without the gateway: audio bytes, covers, sign-in pages. The longest matching prefix takes
 * the request; the handler answers it wholly.
 */
export interface Entry {
  prefix: string
  handle(request: IncomingMessage, response: ServerResponse): void
}

/** What a listener may do, as the gateway read it from the access token. */
export interface Caller {
  userId: string
  roles: readonly Role[]
  scopes: readonly string[]
  clientId: string
}

export const roles = ['listener', 'curator', 'admin'] as const
export type Role = (typeof roles)[number]

export interface ServiceContext<Needs extends keyof Ports, S extends Settings> {
  ports: Pick<Ports, Needs>
  settings: SettingValues<S>
  /** Where this process keeps files that are its own (spools, caches): an absolute folder that exists. */
  dataDir: string
  /** Address under which clients reach this installation, without trailing slash. */
  publicUrl: string
  /** The service's own PostgreSQL schema; it is first in the search path, so raw SQL needs no prefix. */
  database<Tables>(): Kysely<Tables>
  /** For `pg` features that Kysely lacks, LISTEN for instance: a connection string with the same search path. */
  databaseUrl: string
  log: Logger
  metrics: Metrics
  clock: Clock
  /** Facts that go with a database transaction. */
  outbox: Outbox
  /** Facts without one: plays, searches, bytes served. Never blocks. */
  producer: Producer
  /** Consumer groups over the event log. */
  consumers: Consumers
  /** A secret of this installation, the same in each of its processes; 32 bytes, hex. */
  secret(purpose: string): string
  /** The other services; only the gateway may use them. */
  peers: Readonly<Record<string, Fetch>>
  /** Aborted when the process stops. */
  signal: AbortSignal
}

export interface RunningService {
  /** Routes for the gateway. */
  fetch?: Fetch
  /** Paths for clients. */
  entries?: readonly Entry[]
  /** Null when ready, else what it waits for, as a clause: `the import of … is not finished`. */
  ready?(): Promise<string | null>
  /** Ends work under way; resolves when nothing is left. */
  stop?(): Promise<void>
}

export interface Service<Needs extends keyof Ports = keyof Ports, S extends Settings = Settings> {
  readonly name: string
  /** One sentence for the container diagram. */
  readonly summary: string
  readonly needs: readonly Needs[]
  readonly settings: S
  readonly publishes: readonly EventType[]
  readonly consumes: readonly { group: string; types: readonly EventType[] }[]
  /** By name, in order of names; they make the tables of the service's own schema. */
  readonly migrations: Record<string, Migration>
  start(context: ServiceContext<Needs, S>): Promise<RunningService>
}

export const defineService = <Needs extends keyof Ports, S extends Settings>(
  service: Service<Needs, S>,
): Service<Needs, S> => service
