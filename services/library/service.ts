/** What listeners keep: liked tracks, saved albums, followed artists, playlists. */
import { defineService } from '@backbeat/runtime/service'
import { applyAvailability, availabilityTypes } from './events.ts'
import { libraryMigration } from './migrations/2026-11-24-library.ts'
import { restorableMs } from './playlist-edits.ts'
import { purgeDeleted } from './playlist-store.ts'
import { libraryRoutes } from './routes.ts'
import type { LibraryTables } from './tables.ts'

const group = 'library.availability'
const purgeEveryMs = 6 * 3_600_000

export const library = defineService({
  name: 'library',
  summary: 'Keeps what listeners save: likes, albums, artists, playlists.',
  needs: [],
  settings: {},
  publishes: ['library.track-liked', 'library.track-unliked', 'library.playlist-changed'],
  consumes: [{ group, types: availabilityTypes }],
  migrations: { '2026-11-24-library': libraryMigration },
  async start({ database, outbox, clock, log, consumers }) {
    const db = database<LibraryTables>()
    await consumers.project({ group, types: availabilityTypes, apply: applyAvailability })
    const purge = () =>
      purgeDeleted(db, new Date(clock() - restorableMs)).catch((error: unknown) =>
        log.warn({ err: error }, 'deleted playlists could not be purged'),
      )
    const timer = setInterval(purge, purgeEveryMs).unref()
    await purge()
    const routes = libraryRoutes({ db, outbox, clock, log })
    return {
      fetch: async (request) => routes.fetch(request),
      stop: async () => clearInterval(timer),
    }
  },
})
