/** The whole public API, in the order of its documents. */
import { accountEndpoints } from './api/app/accounts.ts'
import { audioEndpoints } from './api/app/audio.ts'
import { homeEndpoints } from './api/app/home.ts'
import { listEndpoints } from './api/app/lists.ts'
import { operationEndpoints } from './api/app/operation.ts'
import { playlistUndoEndpoints } from './api/app/playlists.ts'
import type { Dependencies } from './api/dependencies.ts'
import type { Endpoint } from './api/endpoint.ts'
import { albumEndpoints } from './api/spotify/albums.ts'
import { artistEndpoints } from './api/spotify/artists.ts'
import { historyEndpoints } from './api/spotify/history.ts'
import { userEndpoints } from './api/spotify/me.ts'
import { playlistItemEndpoints } from './api/spotify/playlist-items.ts'
import { playlistEndpoints } from './api/spotify/playlists.ts'
import { savedEndpoints } from './api/spotify/saved.ts'
import { searchEndpoints } from './api/spotify/search.ts'
import { trackEndpoints } from './api/spotify/tracks.ts'

export const allEndpoints = (dependencies: Dependencies): Endpoint[] => [
  ...searchEndpoints(dependencies),
  ...artistEndpoints(dependencies),
  ...albumEndpoints(dependencies),
  ...trackEndpoints(dependencies),
  ...userEndpoints(dependencies),
  ...savedEndpoints(dependencies),
  ...playlistEndpoints(dependencies),
  ...playlistItemEndpoints(dependencies),
  ...playlistUndoEndpoints(dependencies),
  ...historyEndpoints(dependencies),
  ...homeEndpoints(dependencies),
  ...listEndpoints(dependencies),
  ...audioEndpoints(dependencies),
  ...operationEndpoints(dependencies),
  ...accountEndpoints(dependencies),
]
