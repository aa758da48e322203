/** HTTP in, for the gateway: the items of a playlist. */
import { callerOf } from '@backbeat/runtime/http'
import { type Context, Hono } from 'hono'
import { addItems, moveItems, removeItems, replaceItems } from './item-edits.ts'
import { type Library, notFound } from './playlist-edits.ts'
import { listPlaylistItems } from './playlist-item-store.ts'
import { findPlaylists } from './playlist-store.ts'
import {
  addBody,
  bodyAs,
  idParam,
  pageQuery,
  parsed,
  putItemsBody,
  queryAs,
  removeBody,
} from './requests.ts'

const editOf = (context: Context) => ({
  playlistId: parsed(idParam, context.req.param('id')),
  userId: callerOf(context.req.raw).userId,
})

export function itemRoutes(library: Library): Hono {
  const app = new Hono()
  app.get('/:id/items', async (context) => {
    const { playlistId, userId } = editOf(context)
    const page = queryAs(pageQuery, context)
    const [[playlist], items] = await Promise.all([
      findPlaylists(library.db, userId, [playlistId]),
      listPlaylistItems(library.db, { playlistId, ...page }),
    ])
    if (!playlist) throw notFound()
    return context.json({ items, total: playlist.itemCount })
  })
  app.post('/:id/items', async (context) => {
    const added = await bodyAs(addBody, context)
    return context.json({ snapshotId: await addItems(library, editOf(context), added) }, 201)
  })
  app.put('/:id/items', async (context) => {
    const body = await bodyAs(putItemsBody, context)
    const edit = editOf(context)
    const snapshotId =
      'trackIds' in body
        ? await replaceItems(library, edit, body.trackIds)
        : await moveItems(library, { ...edit, expectedSnapshot: body.snapshotId }, body)
    return context.json({ snapshotId })
  })
  app.delete('/:id/items', async (context) => {
    const { tracks, snapshotId: given } = await bodyAs(removeBody, context)
    const byPosition = tracks.some(({ positions }) => positions)
    const edit = { ...editOf(context), expectedSnapshot: byPosition ? given : undefined }
    return context.json({ snapshotId: await removeItems(library, edit, tracks) })
  })
  return app
}
