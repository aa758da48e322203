/** The one door: authenticates, checks what a caller may do, and composes the services into the public API. */
import { defineService } from '@backbeat/runtime/service'
import { createCatalogReader } from './api/catalog-reader.ts'
import { createPeers } from './api/peers.ts'
import { createUserDirectory } from './api/user-directory.ts'
import { createApp } from './app.ts'
import { createAuthentication, verifierFor } from './authentication.ts'
import { apiDocuments } from './docs.ts'
import { allEndpoints } from './endpoints.ts'
import { createHotAnswers } from './hot-answers.ts'
import { playerFiles } from './player-files.ts'

export const gateway = defineService({
  name: 'gateway',
  summary:
    'Authenticates callers and composes the services into the public API; serves the player.',
  needs: [],
  settings: {},
  publishes: [],
  consumes: [],
  migrations: {},
  async start({ peers: fetches, publicUrl: base, secret, log }) {
    const peers = createPeers(fetches)
    const catalog = createCatalogReader(peers, base)
    const endpoints = allEndpoints({ peers, catalog, users: createUserDirectory(peers), base })
    const authenticate = createAuthentication({
      verifier: verifierFor(peers, base),
      operatorToken: secret('operator'),
    })
    const documents = apiDocuments(endpoints, base)
    const player = playerFiles()
    const publicFiles = async (request: Request, path: string) =>
      (await documents(request, path)) ?? (await player(request, path))
    const hotAnswers = createHotAnswers(peers)
    const app = createApp({ endpoints, authenticate, hotAnswers, publicFiles, log })
    return { fetch: async (request) => app.fetch(request) }
  },
})
