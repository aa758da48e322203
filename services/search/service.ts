/** Search: finds artists, albums, tracks and playlists while one types. */
import { defineService } from '@backbeat/runtime/service'
import { applyEvents, searchedTypes } from './events.ts'
import { migration as initial } from './migrations/0001-search.ts'
import { createRoutes } from './routes.ts'
import { createFinder } from './store/query.ts'
import { createUpkeep } from './upkeep.ts'

export const search = defineService({
  name: 'search',
  summary: 'Finds artists, albums, tracks and playlists while one types.',
  needs: [],
  settings: {},
  publishes: ['search.searched'],
  consumes: [{ group: 'search', types: searchedTypes }],
  migrations: { '0001-search': initial },

  async start({ consumers, database, databaseUrl, log, producer }) {
    const upkeep = createUpkeep(database<unknown>(), log)
    const projection = await consumers.project({
      group: 'search',
      types: searchedTypes,
      async apply(trx, events) {
        await applyEvents(trx, events)
        upkeep.note(events.length)
      },
    })
    const finder = createFinder(databaseUrl)
    const routes = createRoutes({ finder, producer, log })
    return {
      fetch: async (request) => routes.fetch(request),
      async stop() {
        await projection.stop()
        await upkeep.stop()
        await finder.close()
      },
    }
  },
})
