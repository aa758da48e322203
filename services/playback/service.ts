/** The playback service: a listener's history and top lists, kept from events. */
import { defineService } from '@backbeat/runtime/service'
import { followEvents, historyGroup, historyTypes } from './events.ts'
import { history } from './migrations/0001-history.ts'
import { playbackRoutes } from './routes.ts'
import type { HistoryTables } from './store.ts'

export const playback = defineService({
  name: 'playback',
  summary: "Keeps each listener's history and top lists.",
  needs: [],
  settings: {},
  publishes: [],
  consumes: [{ group: historyGroup, types: historyTypes }],
  migrations: { '0001-history': history },
  async start({ database, consumers, clock, log }) {
    const routes = playbackRoutes({ db: database<HistoryTables>(), clock, log })
    const projection = await followEvents(consumers)
    return {
      fetch: async (request) => routes.fetch(request),
      stop: () => projection.stop(),
    }
  },
})
