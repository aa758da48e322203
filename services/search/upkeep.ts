/**
 * After many changes the indexes have entries that wait to be merged and the planner knows little of the tables, which
 * makes finding several times slower. PostgreSQL sees to it by itself, but only after a minute or more; this does it
 * as soon as the changes pause.
 */
import type { Logger } from '@backbeat/runtime/log'
import { type Kysely, sql } from 'kysely'

export interface Upkeep {
  /** So many rows changed just now. */
  note(changes: number): void
  stop(): Promise<void>
}

const worthwhileChanges = 500
const pauseMs = 1_000
/** Even if changes never pause. */
const changesMax = 20_000
const tables = ['tracks', 'albums', 'artists', 'playlists', 'vocabulary']

export function createUpkeep(db: Kysely<unknown>, log: Logger): Upkeep {
  let changes = 0
  let timer: NodeJS.Timeout | undefined
  let working = Promise.resolve()

  const work = (): void => {
    changes = 0
    working = working
      .then(() => tidy(db))
      .catch((err: unknown) => log.warn({ err }, 'upkeep of the search tables failed'))
  }
  return {
    note(more) {
      changes += more
      clearTimeout(timer)
      if (changes >= changesMax) work()
      else if (changes >= worthwhileChanges) timer = setTimeout(work, pauseMs).unref()
    },
    async stop() {
      clearTimeout(timer)
      await working
    },
  }
}

async function tidy(db: Kysely<unknown>): Promise<void> {
  for (const table of tables) await sql`vacuum (analyze) ${sql.table(table)}`.execute(db)
}
