/** Liking and unliking: state and event in one transaction; only a real change is told. */
import type { OutboxEvent } from '@backbeat/runtime/outbox'
import type { Library } from './playlist-edits.ts'
import { removeItems, type SavedIds, saveItems } from './saved-store.ts'

export async function save(library: Library, saved: SavedIds): Promise<number> {
  return await change(library, saved, 'library.track-liked')
}

export async function unsave(library: Library, saved: SavedIds): Promise<number> {
  return await change(library, saved, 'library.track-unliked')
}

async function change(
  { db, outbox }: Library,
  saved: SavedIds,
  type: 'library.track-liked' | 'library.track-unliked',
): Promise<number> {
  const apply = type === 'library.track-liked' ? saveItems : removeItems
  return await db.transaction().execute(async (trx) => {
    const changed = await apply(trx, saved)
    if (saved.kind === 'track') {
      const { userId } = saved
      await outbox.write(
        trx,
        changed.map((trackId): OutboxEvent => ({ type, userId, data: { trackId } })),
      )
    }
    return changed.length
  })
}
