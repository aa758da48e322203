/** HTTP in, for the gateway: saved items and playlists of the caller. */
import type { LibraryPlaylist } from '@backbeat/contracts/api/library'
import type { Clock } from '@backbeat/runtime/clock'
import { callerOf, jsonErrors } from '@backbeat/runtime/http'
import type { Logger } from '@backbeat/runtime/log'
import { type Context, Hono } from 'hono'
import { itemRoutes } from './item-routes.ts'
import {
  createPlaylist,
  deletePlaylist,
  type Library,
  notFound,
  renamePlaylist,
  restorePlaylist,
} from './playlist-edits.ts'
import {
  findPlaylists,
  followersAmong,
  followPlaylist,
  listPlaylists,
  listPlaylistsOf,
  unfollowPlaylist,
} from './playlist-store.ts'
import {
  bodyAs,
  idParam,
  idsBody,
  idsQuery,
  kindParam,
  newPlaylistBody,
  parsed,
  playlistPatchBody,
  playlistsQuery,
  queryAs,
  savedQuery,
} from './requests.ts'
import { save, unsave } from './saved.ts'
import { containsItems, listItems } from './saved-store.ts'

export interface RouteOptions extends Library {
  clock: Clock
  log: Logger
}

export function libraryRoutes(options: RouteOptions): Hono {
  const app = new Hono()
  app.onError(jsonErrors(options.log))
  app.route('/saved', savedRoutes(options))
  app.route('/playlists', playlistRoutes(options))
  app.route('/playlists', followerRoutes(options))
  app.route('/playlists', itemRoutes(options))
  return app
}

const userOf = (context: Context): string => callerOf(context.req.raw).userId

function savedRoutes(options: RouteOptions): Hono {
  const app = new Hono()
  const about = (context: Context) => ({
    userId: userOf(context),
    kind: parsed(kindParam, context.req.param('kind')),
  })
  app.get('/:kind', async (context) => {
    const listing = { ...about(context), ...queryAs(savedQuery, context) }
    return context.json(await listItems(options.db, listing))
  })
  app.get('/:kind/contains', async (context) => {
    const saved = { ...about(context), ...queryAs(idsQuery, context) }
    return context.json({ items: await containsItems(options.db, saved) })
  })
  app.put('/:kind', async (context) => {
    const saved = { ...about(context), ...(await bodyAs(idsBody, context)) }
    return context.json({ changed: await save(options, saved) })
  })
  app.delete('/:kind', async (context) => {
    const saved = { ...about(context), ...(await bodyAs(idsBody, context)) }
    return context.json({ changed: await unsave(options, saved) })
  })
  return app
}

const editOf = (context: Context) => ({
  playlistId: parsed(idParam, context.req.param('id')),
  userId: userOf(context),
})

/** The playlist as the caller sees it; throws `not-found`. */
async function visible(options: RouteOptions, context: Context): Promise<LibraryPlaylist> {
  const { playlistId, userId } = editOf(context)
  const [playlist] = await findPlaylists(options.db, userId, [playlistId])
  if (!playlist) throw notFound()
  return playlist
}

function playlistRoutes(options: RouteOptions): Hono {
  const app = new Hono()
  const { db, clock } = options
  app.get('/', async (context) => {
    const userId = userOf(context)
    const { owner, ids, offset, limit } = queryAs(playlistsQuery, context)
    if (ids) {
      const items = await findPlaylists(db, userId, ids)
      return context.json({ items, total: items.length })
    }
    const listing = { userId, offset, limit }
    return context.json(
      await (owner === undefined
        ? listPlaylists(db, listing)
        : listPlaylistsOf(db, { ...listing, ownerId: owner })),
    )
  })
  app.post('/', async (context) => {
    const userId = userOf(context)
    const id = await createPlaylist(options, userId, await bodyAs(newPlaylistBody, context))
    const [playlist] = await findPlaylists(db, userId, [id])
    return context.json(playlist, 201)
  })
  app.get('/:id', async (context) => context.json(await visible(options, context)))
  app.patch('/:id', async (context) => {
    const details = await bodyAs(playlistPatchBody, context)
    const snapshotId = await renamePlaylist(options, editOf(context), details)
    return context.json({ snapshotId })
  })
  app.delete('/:id', async (context) => {
    const snapshotId = await deletePlaylist(options, editOf(context), clock())
    return context.json({ snapshotId })
  })
  app.post('/:id/restore', async (context) => {
    await restorePlaylist(options, editOf(context), clock())
    return context.json(await visible(options, context))
  })
  return app
}

/** For its owner, following is keeping: stopping deletes the playlist, beginning again restores it. */
function followerRoutes(options: RouteOptions): Hono {
  const app = new Hono()
  const { db, clock } = options
  app.put('/:id/followers', async (context) => {
    const edit = editOf(context)
    const [playlist] = await findPlaylists(db, edit.userId, [edit.playlistId])
    if (!playlist) await restorePlaylist(options, edit, clock())
    else if (playlist.ownerId !== edit.userId) await followPlaylist(db, playlist.id, edit.userId)
    return context.body(null, 204)
  })
  app.delete('/:id/followers', async (context) => {
    const edit = editOf(context)
    const [playlist] = await findPlaylists(db, edit.userId, [edit.playlistId])
    if (playlist?.ownerId === edit.userId) await deletePlaylist(options, edit, clock())
    else await unfollowPlaylist(db, edit.playlistId, edit.userId)
    return context.body(null, 204)
  })
  app.get('/:id/followers/contains', async (context) => {
    const { id, ownerId } = await visible(options, context)
    const { ids } = queryAs(idsQuery, context)
    const followers = await followersAmong(db, id, ids)
    return context.json({
      items: ids.map((userId) => userId === ownerId || followers.has(userId)),
    })
  })
  return app
}
