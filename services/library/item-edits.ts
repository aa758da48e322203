/** Changes of a playlist's items: add, move, remove, replace. */
import { BackbeatError } from '@backbeat/contracts/errors'
import { type Db, type Edit, editPlaylist, type Library, requirePresent } from './playlist-edits.ts'
import {
  clearItems,
  deleteItems,
  deleteTracks,
  insertItems,
  itemsAt,
  itemsInRange,
  neighborsAt,
  renumber,
  setRanks,
} from './playlist-item-store.ts'
import { ranksBetween } from './ranks.ts'

const itemsMax = 10_000

/** Without a position, or beyond the end: at the end. */
export const addItems = (
  library: Library,
  edit: Edit,
  { trackIds, position }: { trackIds: readonly string[]; position?: number | undefined },
) =>
  editPlaylist(library, edit, async (trx, playlist) => {
    requirePresent(playlist)
    const itemCount = playlist.itemCount + trackIds.length
    requireRoom(itemCount)
    if (trackIds.length === 0) return null
    const at = Math.min(position ?? playlist.itemCount, playlist.itemCount)
    const ranks = await ranksAt(trx, { playlistId: playlist.id, at, count: trackIds.length })
    await insertItems(trx, { playlistId: playlist.id, addedBy: edit.userId, trackIds, ranks })
    return { change: 'items-added', patch: { itemCount } }
  })

export interface Move {
  rangeStart: number
  rangeLength: number
  insertBefore: number
}

/** Positions are those before the move. */
export const moveItems = (library: Library, edit: Edit, move: Move) =>
  editPlaylist(library, edit, async (trx, playlist) => {
    requirePresent(playlist)
    const { rangeStart, rangeLength, insertBefore } = move
    const rangeEnd = rangeStart + rangeLength
    if (rangeEnd > playlist.itemCount || insertBefore > playlist.itemCount) {
      throw new BackbeatError('bad-request', 'The range is beyond the end of the playlist.')
    }
    if (insertBefore >= rangeStart && insertBefore <= rangeEnd) return null
    const range = { start: rangeStart, length: rangeLength }
    const items = await itemsInRange(trx, playlist.id, range)
    const place = { playlistId: playlist.id, at: insertBefore, count: items.length }
    await setRanks(trx, items, await ranksAt(trx, place))
    return { change: 'items-moved', patch: {} }
  })

export interface Removal {
  trackId: string
  /** Only there; else each occurrence. */
  positions?: number[] | undefined
}

export const removeItems = (library: Library, edit: Edit, removals: readonly Removal[]) =>
  editPlaylist(library, edit, async (trx, playlist) => {
    requirePresent(playlist)
    const everywhere = removals.filter(({ positions }) => !positions).map(({ trackId }) => trackId)
    const byPosition = await deleteByPosition(trx, playlist.id, removals)
    const byTrack = everywhere.length > 0 ? await deleteTracks(trx, playlist.id, everywhere) : 0
    const removed = byPosition + byTrack
    if (removed === 0) return null
    return { change: 'items-removed', patch: { itemCount: playlist.itemCount - removed } }
  })

async function deleteByPosition(
  trx: Db,
  playlistId: string,
  removals: readonly Removal[],
): Promise<number> {
  const wanted = removals.flatMap(({ trackId, positions }) =>
    (positions ?? []).map((position) => ({ trackId, position })),
  )
  if (wanted.length === 0) return 0
  const found = await itemsAt(
    trx,
    playlistId,
    wanted.map(({ position }) => position),
  )
  const items = new Set<number>()
  for (const { trackId, position } of wanted) {
    const at = found.get(position)
    if (at?.trackId !== trackId) {
      throw new BackbeatError('bad-request', `Position ${position} holds another track.`)
    }
    items.add(at.item)
  }
  await deleteItems(trx, [...items])
  return items.size
}

export const replaceItems = (library: Library, edit: Edit, trackIds: readonly string[]) =>
  editPlaylist(library, edit, async (trx, playlist) => {
    requirePresent(playlist)
    requireRoom(trackIds.length)
    await clearItems(trx, playlist.id)
    if (trackIds.length > 0) {
      const ranks = ranksBetween(null, null, trackIds.length) ?? []
      await insertItems(trx, { playlistId: playlist.id, addedBy: edit.userId, trackIds, ranks })
    }
    return { change: 'items-replaced', patch: { itemCount: trackIds.length } }
  })

function requireRoom(itemCount: number): void {
  if (itemCount > itemsMax) {
    throw new BackbeatError('bad-request', `A playlist holds at most ${itemsMax} tracks.`)
  }
}

/** Ranks for `count` items before position `at`; makes room if need be. */
async function ranksAt(
  trx: Db,
  { playlistId, at, count }: { playlistId: string; at: number; count: number },
): Promise<number[]> {
  const find = async () => {
    const { before, after } = await neighborsAt(trx, playlistId, at)
    return ranksBetween(before, after, count)
  }
  const ranks = await find()
  if (ranks) return ranks
  await renumber(trx, playlistId)
  return (await find()) as number[]
}
