/** Reads of the catalog with what is kept in memory for them: answers by id, totals, genres. */
import type { Genre, Lyrics, Page } from '@backbeat/contracts/api/catalog'
import { newId } from '@backbeat/contracts/ids'
import { albumAnswer, answerCache, artistAnswer, trackAnswer } from './answers.ts'
import * as store from './store/read-store.ts'
import type { CatalogDb } from './store/tables.ts'

export type Reader = ReturnType<typeof createReader>

interface AlbumList extends store.AlbumFilter, store.Slice {
  sort: store.AlbumSort
}

interface TrackList extends store.TrackFilter, store.Slice {
  sort: store.TrackSort
}

export function createReader(db: CatalogDb) {
  const answers = {
    artists: answerCache((ids) => store.artistsById(db, ids), artistAnswer),
    albums: answerCache((ids) => store.albumsById(db, ids), albumAnswer),
    tracks: answerCache((ids) => store.tracksById(db, ids), trackAnswer),
  }
  const totals = remembered(() => store.totals(db))
  const born = newId()
  let writes = 0
  const genres = remembered(() => store.genres(db))

  /** The spelling of a genre in the catalog, whatever the case asked for; itself if there is none. */
  const genreName = async (name: string | undefined) => {
    if (name === undefined) return {}
    const key = name.toLowerCase()
    const known = (await genres.get()).find((genre) => genre.name.toLowerCase() === key)
    return { genre: known?.name ?? name }
  }
  return {
    answers,
    async artists(slice: store.Slice): Promise<Page<string>> {
      const [items, { artists }] = await Promise.all([store.artistIds(db, slice), totals.get()])
      return { items, total: artists }
    },
    async albums({ sort, offset, limit, ...filter }: AlbumList): Promise<Page<string>> {
      const exact = { ...filter, ...(await genreName(filter.genre)) }
      const { ids, total } = await store.albumIds(db, sort, exact, { offset, limit })
      return { items: ids, total: total ?? (await totals.get()).albums }
    },
    async tracks({ sort, offset, limit, ...filter }: TrackList): Promise<Page<string>> {
      const exact = { ...filter, ...(await genreName(filter.genre)) }
      const { ids, total } = await store.trackIds(db, sort, exact, { offset, limit })
      return { items: ids, total: total ?? (await totals.get()).tracks }
    },
    async genres({ offset, limit }: store.Slice): Promise<Page<Genre>> {
      const all = await genres.get()
      const items = all.slice(offset, offset + limit).map((row) => ({
        name: row.name,
        trackCount: row.track_count,
        albumCount: row.album_count,
      }))
      return { items, total: all.length }
    },
    lyrics: (trackId: string): Promise<Lyrics | null> => store.lyricsOf(db, trackId),
    stats: (): Promise<store.Totals> => totals.get(),
    /** Another one after each write: who keeps answers under it never serves old ones. */
    version: (): string => `${born}-${writes}`,
    /** The import has written: nothing kept may be older. */
    forget(): void {
      writes += 1
      for (const cache of Object.values(answers)) cache.clear()
      totals.clear()
      genres.clear()
    },
  }
}

/** A value that is read once until it is cleared; callers at the same time share the read. */
function remembered<T>(read: () => Promise<T>) {
  let value: Promise<T> | null = null
  return {
    get(): Promise<T> {
      if (!value) {
        const reading = read()
        value = reading
        reading.catch(() => {
          if (value === reading) value = null
        })
      }
      return value
    },
    clear(): void {
      value = null
    },
  }
}
