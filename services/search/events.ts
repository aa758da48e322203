/** What search learns from others: batches of events become rows. */
import type { ConsumedEvent } from '@backbeat/runtime/consumer'
import type { Kysely } from 'kysely'
import * as store from './store/projection.ts'
import { indexWords, keyOf, wordsOf } from './words.ts'

export const searchedTypes = [
  'catalog.track-imported',
  'catalog.track-removed',
  'library.playlist-changed',
] as const

type SearchedType = (typeof searchedTypes)[number]
type Event<T extends SearchedType> = ConsumedEvent<T>

export async function applyEvents(
  // biome-ignore lint/suspicious/noExplicitAny: the store speaks raw SQL
  trx: Kysely<any>,
  events: readonly ConsumedEvent<SearchedType>[],
): Promise<void> {
  await store.lockProjection(trx)
  const imported = latest(events, 'catalog.track-imported', ({ data }) => data.trackId)
  const removed = latest(events, 'catalog.track-removed', ({ data }) => data.trackId)
  const playlists = latest(events, 'library.playlist-changed', ({ data }) => data.playlistId)
  if (imported.length > 0) await applyImported(trx, imported)
  if (removed.length > 0) await applyRemoved(trx, removed)
  if (playlists.length > 0) await applyPlaylists(trx, playlists)
}

/** Events of one type, for each thing the newest one. */
function latest<T extends SearchedType>(
  events: readonly ConsumedEvent<SearchedType>[],
  type: T,
  idOf: (event: Event<T>) => string,
): Event<T>[] {
  const newest = new Map<string, Event<T>>()
  for (const event of events) {
    if (event.type !== type) continue
    const known = newest.get(idOf(event as Event<T>))
    if (!known || known.time <= event.time) newest.set(idOf(event as Event<T>), event as Event<T>)
  }
  return [...newest.values()]
}

type Imported = Event<'catalog.track-imported'>

// biome-ignore lint/suspicious/noExplicitAny: the store speaks raw SQL
async function applyImported(trx: Kysely<any>, events: readonly Imported[]): Promise<void> {
  const { accepted, left } = await store.putTracks(trx, events.map(trackOf))
  const news = events.filter(({ data }) => accepted.has(data.trackId))
  const artists = artistsOf(news)
  const albums = albumsOf(news)
  await store.putNamed(trx, 'artists', artists)
  await store.putNamed(trx, 'albums', albums)
  const words = news.flatMap((event) => trackOf(event).words)
  await store.putVocabulary(trx, new Set([...words, ...artists.flatMap((artist) => artist.words)]))
  // Only a changed track can have left an album or artist behind, and those of its new state are in use.
  const albumIds = new Set(albums.map(({ id }) => id))
  const artistIds = new Set(artists.map(({ id }) => id))
  await store.removeEmpty(trx, {
    albumIds: left.albumIds.filter((id) => !albumIds.has(id)),
    artistIds: left.artistIds.filter((id) => !artistIds.has(id)),
  })
}

function trackOf({ data, time }: Imported): store.FindableTrack {
  const name = wordsOf(data.name)
  const artists = [...data.artists, ...data.albumArtists]
  const others = [data.albumName, ...artists.map((artist) => artist.name)].flatMap(wordsOf)
  return {
    id: data.trackId,
    nameKey: keyOf(name),
    words: indexWords(name, others),
    changedAt: time,
    albumId: data.albumId,
    artistIds: [...new Set(artists.map(({ id }) => id))],
  }
}

function artistsOf(events: readonly Imported[]): store.Findable[] {
  const artists = new Map<string, store.Findable>()
  for (const { data, time } of events) {
    for (const { id, name } of [...data.artists, ...data.albumArtists]) {
      const words = wordsOf(name)
      const artist = { id, nameKey: keyOf(words), words: indexWords(words, []), changedAt: time }
      if ((artists.get(id)?.changedAt ?? 0) <= time) artists.set(id, artist)
    }
  }
  return [...artists.values()]
}

function albumsOf(events: readonly Imported[]): store.Findable[] {
  const albums = new Map<string, store.Findable>()
  for (const { data, time } of events) {
    if ((albums.get(data.albumId)?.changedAt ?? 0) > time) continue
    const name = wordsOf(data.albumName)
    const others = data.albumArtists.flatMap((artist) => wordsOf(artist.name))
    albums.set(data.albumId, {
      id: data.albumId,
      nameKey: keyOf(name),
      words: indexWords(name, others),
      changedAt: time,
    })
  }
  return [...albums.values()]
}

async function applyRemoved(
  // biome-ignore lint/suspicious/noExplicitAny: the store speaks raw SQL
  trx: Kysely<any>,
  events: readonly Event<'catalog.track-removed'>[],
): Promise<void> {
  const removals = events.map(({ data, time }) => ({
    id: data.trackId,
    albumId: data.albumId,
    artistIds: data.artistIds,
    changedAt: time,
  }))
  await store.removeEmpty(trx, await store.removeTracks(trx, removals))
}

async function applyPlaylists(
  // biome-ignore lint/suspicious/noExplicitAny: the store speaks raw SQL
  trx: Kysely<any>,
  events: readonly Event<'library.playlist-changed'>[],
): Promise<void> {
  const playlists = events.map(({ data, time }) => {
    const name = wordsOf(data.name)
    return {
      id: data.playlistId,
      nameKey: keyOf(name),
      words: indexWords(name, wordsOf(data.description ?? '')),
      changedAt: time,
      ownerId: data.ownerId,
      public: data.public,
      deleted: data.change === 'deleted',
    }
  })
  await store.putPlaylists(trx, playlists)
  await store.putVocabulary(trx, new Set(playlists.flatMap(({ words }) => words)))
}
