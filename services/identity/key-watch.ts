/** Looks once a minute whether keys must be made, used or dropped, and builds the provider anew when they change. */
import type { Clock } from '@backbeat/runtime/clock'
import type { Logger } from '@backbeat/runtime/log'
import type { Kysely } from 'kysely'
import { type KeyRing, rotateKeys } from './signing-keys.ts'
import type { IdentityTables } from './store/tables.ts'

export interface KeyWatch<P> {
  ring(): KeyRing
  provider(): P
  /** Looks now. */
  look(): Promise<void>
  stop(): Promise<void>
}

export interface KeyWatchOptions<P> {
  db: Kysely<IdentityTables>
  clock: Clock
  log: Logger
  build: (ring: KeyRing) => P
}

const everyMs = 60_000

export async function createKeyWatch<P>(options: KeyWatchOptions<P>): Promise<KeyWatch<P>> {
  const { db, clock, log, build } = options
  let ring = await rotateKeys(db, clock)
  let provider = build(ring)
  let looking = Promise.resolve()

  const kids = (of: KeyRing) => of.keys.map(({ kid }) => kid).join()
  const look = async (): Promise<void> => {
    const fresh = await rotateKeys(db, clock)
    if (kids(fresh) === kids(ring)) return
    provider = build(fresh)
    ring = fresh
    log.info({ signing: fresh.keys[0]?.kid, published: fresh.keys.length }, 'signing keys changed')
  }
  const timer = setInterval(() => {
    looking = look().catch((err: unknown) =>
      log.error({ err }, 'the signing keys could not be read'),
    )
  }, everyMs).unref()

  return {
    ring: () => ring,
    provider: () => provider,
    look,
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}
