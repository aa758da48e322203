/** What the player needs from the server. The app connects it once, after sign-in; tests hand in their own. */
import type { Manifest } from '@backbeat/contracts/api/audio'

export interface PlayerServer {
  /** `GET /audio/v1/tracks/{id}/manifest` */
  manifest(trackId: string): Promise<Manifest>
  /**
   * `POST /events/v1/batches`, NDJSON. Resolves when the server has the lines, also those it refused; rejects when
   * they must be sent again. `keepalive` outlives the page.
   */
  postEvents(ndjson: string, options: { keepalive: boolean }): Promise<void>
}
