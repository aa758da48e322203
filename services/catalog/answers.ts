/** Rows as the shapes of contracts/api/catalog.ts, kept as JSON texts: an answer is a concatenation. */
import type { CatalogAlbum, CatalogArtist, CatalogTrack } from '@backbeat/contracts/api/catalog'
import { LRUCache } from 'lru-cache'
import type { AlbumRecord, ArtistRecord, TrackRecord } from './store/read-store.ts'

export const artistAnswer = (row: ArtistRecord): CatalogArtist => ({
  id: row.id,
  name: row.name,
  genres: row.genres,
  coverId: row.cover_id,
  albumCount: row.album_count,
  trackCount: row.track_count,
  addedAt: row.added_at.toISOString(),
})

export const albumAnswer = (row: AlbumRecord): CatalogAlbum => ({
  id: row.id,
  name: row.name,
  type: row.type,
  artists: row.artists,
  releaseDate: row.release_date,
  genres: row.genres,
  label: row.label,
  coverId: row.cover_id,
  trackCount: row.track_count,
  durationMs: row.duration_ms,
  addedAt: row.added_at.toISOString(),
})

export const trackAnswer = (row: TrackRecord): CatalogTrack => ({
  id: row.id,
  name: row.name,
  artists: row.artists,
  album: {
    id: row.album_id,
    name: row.album_name,
    type: row.album_type,
    artists: row.album_artists,
    coverId: row.album_cover_id,
    releaseDate: row.album_release_date,
    trackCount: row.album_track_count,
  },
  discNumber: row.disc_number,
  trackNumber: row.track_number,
  durationMs: row.duration_ms,
  isrc: row.isrc,
  genres: row.genres,
  hasLyrics: row.has_lyrics,
  replayGainTrackDb: row.replay_gain_track_db,
  replayGainAlbumDb: row.replay_gain_album_db,
  source: {
    codec: row.codec,
    container: row.container,
    bitrateKbps: row.bitrate_kbps,
    sampleRateHz: row.sample_rate_hz,
    bitsPerSample: row.bits_per_sample,
    channels: row.channels,
    bytes: row.bytes,
  },
  addedAt: row.added_at.toISOString(),
})

const cacheCharsMax = 16 * 1024 * 1024

/** Answers by id; those not at hand are read in one query. */
export interface AnswerCache {
  /** `[json, json, null, …]` as text, in the order of the ids. */
  list(ids: readonly string[]): Promise<string>
  clear(): void
}

export function answerCache<Row extends { id: string }>(
  read: (ids: readonly string[]) => Promise<Row[]>,
  answer: (row: Row) => unknown,
): AnswerCache {
  const cache = new LRUCache<string, string>({
    maxSize: cacheCharsMax,
    sizeCalculation: (text) => text.length + 100,
  })
  let generation = 0
  return {
    async list(ids) {
      const texts = new Map<string, string>()
      const missing = new Set<string>()
      for (const id of ids) {
        const text = cache.get(id)
        if (text === undefined) missing.add(id)
        else texts.set(id, text)
      }
      if (missing.size > 0) {
        const began = generation
        for (const row of await read([...missing])) texts.set(row.id, JSON.stringify(answer(row)))
        // What was read before an import wrote must not outlive it.
        if (began === generation) {
          for (const id of missing) if (texts.has(id)) cache.set(id, texts.get(id) as string)
        }
      }
      return `[${ids.map((id) => texts.get(id) ?? 'null').join(',')}]`
    },
    clear() {
      generation += 1
      cache.clear()
    },
  }
}
