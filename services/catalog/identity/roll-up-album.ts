/** An album as its tracks tell it. */
import type { ArtistRef, CatalogAlbum } from '@backbeat/contracts/api/catalog'

/** What a track tells of its album. */
export interface AlbumTags {
  album: string
  albumArtists: ArtistRef[]
  compilation: boolean
  releaseTypes: string[]
  trackTotal: number | null
  date: string | null
  label: string | null
  releaseMbid: string | null
}

export interface AlbumTrack {
  name: string
  artists: ArtistRef[]
  genres: string[]
  duration_ms: number
  cover_id: string | null
  tags: AlbumTags
}

export interface AlbumState {
  name: string
  type: CatalogAlbum['type']
  artists: ArtistRef[]
  releaseDate: string | null
  genres: string[]
  label: string | null
  mbid: string | null
  coverId: string | null
  trackCount: number
  durationMs: number
}

const genresMax = 5

/** `tracks` in order of disc and number, at least one; `various` stands for many artists. */
export function rollUpAlbum(tracks: readonly AlbumTrack[], various: ArtistRef): AlbumState {
  const first = tracks[0] as AlbumTrack
  const artists = albumArtists(tracks, various)
  return {
    name: first.tags.album,
    type: albumType(tracks, artists[0]?.id === various.id),
    artists,
    releaseDate: mostCommon(tracks.map((track) => track.tags.date)),
    genres: byFrequency(tracks.flatMap((track) => track.genres)).slice(0, genresMax),
    label: mostCommon(tracks.map((track) => track.tags.label)),
    mbid: first.tags.releaseMbid,
    coverId: tracks.find((track) => track.cover_id)?.cover_id ?? null,
    trackCount: tracks.length,
    durationMs: tracks.reduce((sum, track) => sum + track.duration_ms, 0),
  }
}

/** As tagged, else the first artist that all tracks share, else various artists. */
function albumArtists(tracks: readonly AlbumTrack[], various: ArtistRef): ArtistRef[] {
  const tagged = tracks.find((track) => track.tags.albumArtists.length > 0)
  if (tagged) return tagged.tags.albumArtists
  const main = new Set(tracks.map((track) => track.artists[0]?.id))
  const artist = tracks[0]?.artists[0]
  const mostly = mainArtist(tracks)
  if (tracks.some((track) => track.tags.compilation)) return [various]
  if (main.size === 1 && artist) return [artist]
  return [mostly ?? various]
}

/** The artist of at least three quarters of the tracks: the others are guests. */
function mainArtist(tracks: readonly AlbumTrack[]): ArtistRef | null {
  const [id] = byFrequency(tracks.map((track) => track.artists[0]?.id ?? ''))
  const own = tracks.filter((track) => track.artists[0]?.id === id)
  return own.length >= tracks.length * 0.75 ? (own[0]?.artists[0] ?? null) : null
}

function albumType(tracks: readonly AlbumTrack[], isVarious: boolean): CatalogAlbum['type'] {
  const types = tracks.flatMap((track) => track.tags.releaseTypes)
  if (types.includes('compilation')) return 'compilation'
  if (types.includes('single') || types.includes('ep')) return 'single'
  if (isVarious || tracks.some((track) => track.tags.compilation)) return 'compilation'
  if (types.includes('album')) return 'album'
  const total = Math.max(tracks.length, ...tracks.map((track) => track.tags.trackTotal ?? 0))
  const ofItsOwnName = tracks.length === 1 && tracks[0]?.tags.album === tracks[0]?.name
  const tagged = tracks.some((track) => track.tags.trackTotal !== null)
  return ofItsOwnName || (tagged && total <= 3) ? 'single' : 'album'
}

/** Most frequent first, then in order of appearance. */
function byFrequency(values: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value)
}

const mostCommon = (values: readonly (string | null)[]): string | null =>
  byFrequency(values.filter((value) => value !== null))[0] ?? null
