/** For search's tests: events with the fields that search reads, and the service over a schema of its own. */
import type { TestContext } from 'node:test'
import type { EventType } from '@backbeat/contracts/envelope'
import type { EventData } from '@backbeat/contracts/generated/events'
import type { ConsumedEvent } from '@backbeat/runtime/consumer'
import { quietLogger, testDatabase } from '@backbeat/runtime/testing'
import { applyEvents, type searchedTypes } from './events.ts'
import { createRoutes } from './routes.ts'
import { search } from './service.ts'
import { createFinder } from './store/query.ts'

type Searched = (typeof searchedTypes)[number]
type AnyEvent = ConsumedEvent<Searched>

let count = 0

function eventOf<T extends Searched>(
  type: T,
  data: Partial<EventData[T]>,
  time?: number,
): AnyEvent {
  count++
  const event = { id: `e${count}`, type, time: time ?? count, userId: null, data }
  return event as unknown as AnyEvent
}

export interface Song {
  artist: string
  album: string
  name: string
  id?: string
  artistId?: string
  albumId?: string
}

const idOf = (name: string): string => name.toLowerCase().replaceAll(' ', '-')

export const imported = (song: Song, time?: number): AnyEvent => {
  const artist = { id: song.artistId ?? idOf(song.artist), name: song.artist }
  return eventOf(
    'catalog.track-imported',
    {
      trackId: song.id ?? idOf(song.name),
      name: song.name,
      artists: [artist],
      albumId: song.albumId ?? `album-${idOf(song.album)}`,
      albumName: song.album,
      albumArtists: [artist],
    },
    time,
  )
}

export const removed = (song: Song, time?: number): AnyEvent =>
  eventOf(
    'catalog.track-removed',
    {
      trackId: song.id ?? idOf(song.name),
      albumId: song.albumId ?? `album-${idOf(song.album)}`,
      artistIds: [song.artistId ?? idOf(song.artist)],
    },
    time,
  )

export const playlist = (data: Partial<EventData['library.playlist-changed']>): AnyEvent =>
  eventOf('library.playlist-changed', { change: 'created', description: null, ...data })

interface Page {
  ids: string[]
  total: number
  capped?: true
}

interface Answer {
  artists: Page
  albums: Page
  tracks: Page
  playlists: Page
  best: { type: string; id: string } | null
}

export async function startSearch(t: TestContext) {
  const { db, url } = await testDatabase<unknown>(t, search.migrations)
  const finder = createFinder(url)
  t.after(() => finder.close())
  const emitted: { type: EventType; data: unknown; userId: unknown }[] = []
  const routes = createRoutes({
    finder,
    log: quietLogger,
    producer: { emit: (type, data, about) => emitted.push({ type, data, userId: about?.userId }) },
  })
  const get = async (query: Record<string, string>, userId = 'u1'): Promise<Response> =>
    routes.request(`/search?${new URLSearchParams(query)}`, {
      headers: { 'x-backbeat-user': userId },
    })
  return {
    db,
    emitted,
    get,
    apply: (...events: AnyEvent[]) => db.transaction().execute((trx) => applyEvents(trx, events)),
    find: async (q: string, more: Record<string, string> = {}, userId?: string) =>
      (await (await get({ q, ...more }, userId)).json()) as Answer,
  }
}
