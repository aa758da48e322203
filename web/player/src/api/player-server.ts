/** The player's two questions to the server: where a track's audio is, and where to report what was heard. */
import type { Manifest } from '@backbeat/contracts/api/audio'
import type { PlayerServer } from '../player/ports.ts'
import { errorOf } from './api-error.ts'
import { get, send } from './client.ts'

export const playerServer: PlayerServer = {
  manifest: (trackId) => get<Manifest>(`/audio/v1/tracks/${trackId}/manifest`),
  async postEvents(ndjson, { keepalive }) {
    const response = await send('/events/v1/batches', {
      method: 'POST',
      body: ndjson,
      headers: { 'content-type': 'application/x-ndjson' },
      keepalive,
    })
    // Lines that the server refused will not become right by sending them again; a whole batch it could not take will.
    if (!response.ok && response.status !== 400 && response.status !== 422)
      throw await errorOf(response)
  },
}
