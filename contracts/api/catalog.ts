/**
 * The catalog service's answers, read by the gateway and by nobody else outside. Lists are pages:
 * `?offset=0&limit=50` (limit ≤ 500) → `{ items, total }`. Batches `?ids=a,b` (≤ 500) keep the order, null for unknown.
 */

export interface Page<T> {
  items: T[]
  total: number
}

export interface ArtistRef {
  id: string
  name: string
}

export interface CatalogArtist {
  id: string
  name: string
  genres: string[]
  /** Cover of one of its albums until artists have pictures; null if none. */
  coverId: string | null
  albumCount: number
  trackCount: number
  /** ISO 8601. */
  addedAt: string
}

export interface CatalogAlbum {
  id: string
  name: string
  type: 'album' | 'single' | 'compilation'
  artists: ArtistRef[]
  /** `1999`, `1999-03` or `1999-03-01`; null if untagged. */
  releaseDate: string | null
  genres: string[]
  label: string | null
  coverId: string | null
  trackCount: number
  durationMs: number
  addedAt: string
}

export interface CatalogTrack {
  id: string
  name: string
  artists: ArtistRef[]
  album: {
    id: string
    name: string
    type: CatalogAlbum['type']
    artists: ArtistRef[]
    coverId: string | null
    releaseDate: string | null
    trackCount: number
  }
  discNumber: number
  trackNumber: number
  durationMs: number
  isrc: string | null
  genres: string[]
  hasLyrics: boolean
  replayGainTrackDb: number | null
  replayGainAlbumDb: number | null
  source: {
    codec: string
    container: string
    bitrateKbps: number
    sampleRateHz: number
    bitsPerSample: number | null
    channels: number
    bytes: number
  }
  addedAt: string
}

export interface Genre {
  name: string
  trackCount: number
  albumCount: number
}

/** Plain text, and lines with times where the source has them. */
export interface Lyrics {
  text: string
  lines: { timeMs: number; text: string }[]
}

export interface ImportProgress {
  state: 'idle' | 'scanning' | 'importing' | 'done' | 'failed'
  /** Why the import as a whole failed. */
  error: string | null
  startedAt: string | null
  finishedAt: string | null
  folders: string[]
  filesFound: number
  filesDone: number
  added: number
  changed: number
  moved: number
  unchanged: number
  removed: number
  /** Files that could not be taken, with the reason; the first 1,000. */
  failures: { path: string; reason: string }[]
  failureCount: number
}
