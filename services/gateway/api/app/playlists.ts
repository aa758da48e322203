/** Deleting a playlist and taking that back. */
import type { LibraryPlaylist } from '@backbeat/contracts/api/library'
import { playlistSchema } from '@backbeat/contracts/api/spotify'
import type { Dependencies } from '../dependencies.ts'
import { type Endpoint, endpoint, idParams } from '../endpoint.ts'
import { fullPlaylist } from '../spotify/playlist-shapes.ts'
import { modifyPlaylists } from '../spotify/playlists.ts'

const tag = 'Playlists'

export function playlistUndoEndpoints(dependencies: Dependencies): Endpoint[] {
  const { peers } = dependencies
  return [
    endpoint({
      method: 'delete',
      path: '/app/v1/playlists/{id}',
      tag,
      summary: 'Delete a playlist; for 30 days it can be restored',
      access: modifyPlaylists,
      params: idParams,
      answers: { 204: null },
      handle: async (call) => {
        await peers.library.send({ method: 'DELETE', path: `/playlists/${call.params.id}` }, call)
        return null
      },
    }),
    endpoint({
      method: 'post',
      path: '/app/v1/playlists/{id}/restore',
      tag,
      summary: 'Restore a deleted playlist',
      access: modifyPlaylists,
      params: idParams,
      answers: { 200: playlistSchema },
      handle: async (call) => {
        const path = `/playlists/${call.params.id}/restore`
        const playlist = await peers.library.send<LibraryPlaylist>({ method: 'POST', path }, call)
        return await fullPlaylist(dependencies, playlist, call)
      },
    }),
  ]
}
