/**
 * Changes of a playlist. Each holds the playlist's row, so two edits follow one another and none is lost; each writes a
 * new snapshot id and its event in the same transaction. An edit by positions that names an older snapshot is a
 * conflict, since its positions mean something else by now; an edit by tracks is applied whatever came between.
 */
import { BackbeatError } from '@backbeat/contracts/errors'
import { newId } from '@backbeat/contracts/ids'
import type { Outbox } from '@backbeat/runtime/outbox'
import type { Kysely } from 'kysely'
import {
  countPlaylists,
  insertPlaylist,
  type LockedPlaylist,
  lockPlaylist,
  type PlaylistPatch,
  updatePlaylist,
} from './playlist-store.ts'
import type { LibraryTables } from './tables.ts'

export type Db = Kysely<LibraryTables>

export interface Library {
  db: Db
  outbox: Outbox
}

export type PlaylistChange =
  | 'created'
  | 'renamed'
  | 'items-added'
  | 'items-removed'
  | 'items-moved'
  | 'items-replaced'
  | 'deleted'
  | 'restored'

const playlistsMax = 10_000
/** For so long a deleted playlist can be restored. */
export const restorableMs = 30 * 24 * 3_600_000

export interface PlaylistDetails {
  name: string
  description?: string | null | undefined
  public?: boolean | undefined
  collaborative?: boolean | undefined
}

export async function createPlaylist(
  { db, outbox }: Library,
  ownerId: string,
  details: PlaylistDetails,
): Promise<string> {
  if ((await countPlaylists(db, ownerId)) >= playlistsMax) {
    throw new BackbeatError('bad-request', `A user has at most ${playlistsMax} playlists.`)
  }
  const playlist = {
    id: newId(),
    ownerId,
    name: details.name,
    description: details.description ?? null,
    public: details.public ?? true,
    collaborative: details.collaborative ?? false,
    snapshotId: newId(),
  }
  await db.transaction().execute(async (trx) => {
    await insertPlaylist(trx, playlist)
    await outbox.write(trx, [changedEvent({ ...playlist, itemCount: 0 }, 'created')])
  })
  return playlist.id
}

export interface Edit {
  playlistId: string
  userId: string
  /** Given by the caller, and the edit goes by positions. */
  expectedSnapshot?: string | undefined
}

/** What an edit did; null if nothing changed. */
export type Outcome = { change: PlaylistChange; patch: PlaylistPatch } | null

/** Runs an edit by the owner; gives back the snapshot id after it. */
export async function editPlaylist(
  { db, outbox }: Library,
  edit: Edit,
  apply: (trx: Db, playlist: LockedPlaylist) => Promise<Outcome>,
): Promise<string> {
  return await db.transaction().execute(async (trx) => {
    const playlist = await lockPlaylist(trx, edit.playlistId)
    if (!playlist || !mayKnow(playlist, edit.userId)) throw notFound()
    if (playlist.ownerId !== edit.userId) {
      throw new BackbeatError('not-permitted', 'You cannot change a playlist that is not yours.')
    }
    if (edit.expectedSnapshot !== undefined && edit.expectedSnapshot !== playlist.snapshotId) {
      throw new BackbeatError('conflict', 'The playlist was changed meanwhile: read it again.')
    }
    const outcome = await apply(trx, playlist)
    if (!outcome) return playlist.snapshotId
    const patch = { ...outcome.patch, snapshotId: newId() }
    await updatePlaylist(trx, playlist.id, patch)
    await outbox.write(trx, [changedEvent({ ...playlist, ...given(patch) }, outcome.change)])
    return patch.snapshotId
  })
}

const given = <T extends object>(patch: T) =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))

const mayKnow = ({ ownerId, public: shown, deletedAt }: LockedPlaylist, userId: string): boolean =>
  ownerId === userId || (shown && !deletedAt)

export const notFound = () => new BackbeatError('not-found', 'No such playlist')

/** For every edit but restoring. */
export function requirePresent({ deletedAt }: LockedPlaylist): void {
  if (deletedAt) throw notFound()
}

export const renamePlaylist = (library: Library, edit: Edit, details: PlaylistPatch) =>
  editPlaylist(library, edit, async (_trx, playlist) => {
    requirePresent(playlist)
    return Object.keys(details).length === 0 ? null : { change: 'renamed', patch: details }
  })

/** Deleting twice is the same as once. */
export const deletePlaylist = (library: Library, edit: Edit, now: number) =>
  editPlaylist(library, edit, async (_trx, { deletedAt }) =>
    deletedAt ? null : { change: 'deleted', patch: { deletedAt: new Date(now) } },
  )

export const restorePlaylist = (library: Library, edit: Edit, now: number) =>
  editPlaylist(library, edit, async (_trx, { deletedAt }) => {
    if (!deletedAt) return null
    if (deletedAt.getTime() < now - restorableMs) throw notFound()
    return { change: 'restored', patch: { deletedAt: null } }
  })

type Described = Pick<
  LockedPlaylist,
  'id' | 'name' | 'description' | 'ownerId' | 'public' | 'itemCount' | 'snapshotId'
>

const changedEvent = (playlist: Described, change: PlaylistChange) => ({
  type: 'library.playlist-changed' as const,
  userId: playlist.ownerId,
  data: {
    playlistId: playlist.id,
    change,
    name: playlist.name,
    description: playlist.description,
    ownerId: playlist.ownerId,
    public: playlist.public,
    trackCount: playlist.itemCount,
    snapshotId: playlist.snapshotId,
  },
})
