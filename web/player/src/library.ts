/**
 * What the shared pieces (rail, menus, hearts, drops) need to know of and do to the listener's library. `src/api/`
 * provides it by `<LibraryContext value={…}>` around the app; each action does its own optimistic update and says what
 * it did by a toast with undo.
 */
import { createContext, use } from 'react'
import type { Image } from './player/track.ts'

export interface PlaylistSummary {
  id: string
  name: string
  images: Image[]
  trackCount: number
  /** Whether this listener may change it. */
  editable: boolean
}

export interface Library {
  playlists: PlaylistSummary[]
  /** Whether `playlists` is still being read. */
  loading: boolean
  isLiked(trackId: string): boolean
  setLiked(trackIds: string[], liked: boolean): void
  addToPlaylist(playlistId: string, trackIds: string[]): void
  /** Makes a playlist, with these tracks if given, and resolves with its id. */
  createPlaylist(options?: { name?: string; trackIds?: string[] }): Promise<string>
  user: { id: string; name: string; roles: string[] } | null
  signOut(): void
}

const nobody: Library = {
  playlists: [],
  loading: false,
  isLiked: () => false,
  setLiked: () => undefined,
  addToPlaylist: () => undefined,
  createPlaylist: () => Promise.resolve(''),
  user: null,
  signOut: () => undefined,
}

export const LibraryContext = createContext<Library>(nobody)
export const useLibrary = (): Library => use(LibraryContext)
