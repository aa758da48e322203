/** Gives the shell and the shared pieces the listener's library; each action tells what it did, with undo. */
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo } from 'react'
import { useToasts } from '../components/toast.tsx'
import { type Library, LibraryContext } from '../library.ts'
import { connectPlayer, disconnectPlayer } from '../player/player.ts'
import { strings } from '../strings.ts'
import { signOut } from './auth.ts'
import { onLikesChanged, setLiked, useTrackLikes } from './likes.ts'
import { useMe } from './listener-queries.ts'
import { playerServer } from './player-server.ts'
import {
  addToPlaylist,
  createPlaylist,
  fetchPlaylist,
  removePlaylistRows,
  usePlaylists,
} from './playlist-queries.ts'
import { words } from './strings.ts'

export function LibraryProvider({ children }: { children: ReactNode }) {
  const me = useMe().data
  const playlists = usePlaylists()
  const isLiked = useTrackLikes()
  const actions = useLibraryActions(playlists.data)
  useRefreshedLikes()
  useConnectedPlayer(me?.id)
  const library = useMemo<Library>(
    () => ({
      ...actions,
      playlists: (playlists.data ?? []).map((playlist) => ({
        id: playlist.id,
        name: playlist.name,
        images: playlist.images,
        trackCount: playlist.tracks.total,
        editable: playlist.owner.id === me?.id || playlist.collaborative,
      })),
      loading: playlists.isPending,
      isLiked,
      user: me ? { id: me.id, name: me.display_name, roles: me.roles } : null,
      signOut: leave,
    }),
    [actions, playlists.data, playlists.isPending, isLiked, me],
  )
  return <LibraryContext value={library}>{children}</LibraryContext>
}

function leave(): void {
  disconnectPlayer()
  void signOut()
}

function useConnectedPlayer(userId: string | undefined): void {
  useEffect(() => {
    if (userId) connectPlayer(playerServer, userId)
  }, [userId])
}

type Actions = Pick<Library, 'setLiked' | 'addToPlaylist' | 'createPlaylist'>

function useLibraryActions(playlists: { id: string; name: string }[] | undefined): Actions {
  const toasts = useToasts()
  return useMemo(() => {
    const failed = (error: unknown): void =>
      toasts.show({ kind: 'error', text: words.failed(error) })
    const like = (ids: string[], liked: boolean, undoable = true): void => {
      setLiked('track', ids, liked).then(() => {
        const undo = undoable ? { undo: () => like(ids, !liked, false) } : {}
        toasts.show({ text: liked ? words.liked(ids.length) : words.unliked(ids.length), ...undo })
      }, failed)
    }
    return {
      setLiked: like,
      addToPlaylist: (id, trackIds) => {
        const name = playlists?.find((playlist) => playlist.id === id)?.name ?? words.playlist
        addToPlaylist(id, trackIds).then(
          () =>
            toasts.show({
              text: strings.toasts.addedTo(trackIds.length, name),
              undo: () => void takeFromEnd(id, trackIds.length).catch(failed),
            }),
          failed,
        )
      },
      createPlaylist: async ({ name, trackIds } = {}) => {
        try {
          return await createPlaylist(
            name ?? words.newPlaylist((playlists?.length ?? 0) + 1),
            trackIds,
          )
        } catch (error) {
          failed(error)
          throw error
        }
      },
    }
  }, [toasts, playlists])
}

async function takeFromEnd(id: string, count: number): Promise<void> {
  const { rows } = await fetchPlaylist(id)
  const positions = rows.map((_, index) => index).slice(-count)
  await removePlaylistRows(id, positions)
}

/** Lists of likes are read again after each change; the hearts themselves know already. */
function useRefreshedLikes(): void {
  const queries = useQueryClient()
  useEffect(
    () =>
      onLikesChanged((kind) => {
        const keys = { track: 'liked', album: 'saved-albums', artist: 'following' }
        void queries.invalidateQueries({ queryKey: [keys[kind]] })
      }),
    [queries],
  )
}
