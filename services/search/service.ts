/** Search: finds artists, albums, tracks and playlists while one types. */
import { defineService } from '@backbeat/runtime/service'
import { applyEvents, searchedTypes } from './events.ts'
import { migration as initial } from './migrations/0001-search.ts'
import { createRoutes } from './routes.ts'
import { createFinder } from './store/query.ts'

export const search = defineService({
  name: 'search',
  summary: 'Finds artists, albums, tracks and playlists while one types.',
  needs: [],
  settings: {},
  publishes: ['search.searched'],
  consumes: [{ group: 'search', types: searchedTypes }],
  migrations: { '0001-search': initial },

  async start({ consumers, databaseUrl, log, producer }) {
    const projection = await consumers.project({
      group: 'search',
      types: searchedTypes,
      apply: applyEvents,
    })
    const finder = createFinder(databaseUrl)
    const routes = createRoutes({ finder, producer, log })
    return {
      fetch: async (request) => routes.fetch(request),
      async stop() {
        await projection.stop()
        await finder.close()
      },
    }
  },
})
