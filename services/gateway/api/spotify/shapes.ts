/** The services' objects in Spotify's shapes. Pure; `base` is the public address without trailing slash. */
import type {
  ArtistRef,
  CatalogAlbum,
  CatalogArtist,
  CatalogTrack,
} from '@backbeat/contracts/api/catalog'
import type {
  Artist,
  Image,
  SimplifiedAlbum,
  SimplifiedArtist,
  SimplifiedTrack,
  Track,
} from '@backbeat/contracts/api/spotify'

type Kind = 'artist' | 'album' | 'track' | 'playlist' | 'user'

/** What every object carries to be found again. */
export function linksOf(base: string, kind: Kind, id: string) {
  return {
    id,
    uri: `spotify:${kind}:${id}`,
    href: `${base}/v1/${kind}s/${id}`,
    external_urls: { spotify: `${base}/${kind}/${id}` },
  }
}

const sizes = [
  ['large', 640],
  ['medium', 300],
  ['small', 64],
] as const

export function imagesOf(base: string, coverId: string | null): Image[] {
  if (!coverId) return []
  return sizes.map(([size, px]) => ({
    url: `${base}/covers/${coverId}/${size}`,
    width: px,
    height: px,
  }))
}

export function simplifiedArtist(base: string, { id, name }: ArtistRef): SimplifiedArtist {
  return { ...linksOf(base, 'artist', id), name, type: 'artist' }
}

export function artistOf(base: string, artist: CatalogArtist): Artist {
  return {
    ...simplifiedArtist(base, artist),
    images: imagesOf(base, artist.coverId),
    genres: artist.genres,
    followers: { href: null, total: 0 },
    popularity: 0,
    album_count: artist.albumCount,
    track_count: artist.trackCount,
    added_at: artist.addedAt,
  }
}

type AlbumInTrack = CatalogTrack['album']

function albumCore(base: string, album: AlbumInTrack): SimplifiedAlbum {
  return {
    ...linksOf(base, 'album', album.id),
    name: album.name,
    type: 'album',
    album_type: album.type,
    artists: album.artists.map((artist) => simplifiedArtist(base, artist)),
    images: imagesOf(base, album.coverId),
    release_date: album.releaseDate ?? '0000',
    release_date_precision: precisionOf(album.releaseDate),
    total_tracks: album.trackCount,
    available_markets: [],
  }
}

function precisionOf(date: string | null): SimplifiedAlbum['release_date_precision'] {
  if (date?.length === 10) return 'day'
  return date?.length === 7 ? 'month' : 'year'
}

/** An album as lists show it, with what we know beyond Spotify's simplified album. */
export function albumOf(base: string, album: CatalogAlbum) {
  return {
    ...albumCore(base, album),
    genres: album.genres,
    label: album.label,
    duration_ms: album.durationMs,
    added_at: album.addedAt,
  } satisfies SimplifiedAlbum
}

export function simplifiedTrack(base: string, track: CatalogTrack): SimplifiedTrack {
  return {
    ...linksOf(base, 'track', track.id),
    name: track.name,
    type: 'track',
    artists: track.artists.map((artist) => simplifiedArtist(base, artist)),
    disc_number: track.discNumber,
    track_number: track.trackNumber,
    duration_ms: track.durationMs,
    explicit: false,
    is_local: false,
    is_playable: true,
    preview_url: null,
    available_markets: [],
    genres: track.genres,
    has_lyrics: track.hasLyrics,
    added_at: track.addedAt,
    replay_gain: { track: track.replayGainTrackDb, album: track.replayGainAlbumDb },
    codec: track.source.codec,
    bitrate_kbps: track.source.bitrateKbps,
  }
}

export function trackOf(base: string, track: CatalogTrack): Track {
  return {
    ...simplifiedTrack(base, track),
    album: albumCore(base, track.album),
    external_ids: track.isrc ? { isrc: track.isrc } : {},
    popularity: 0,
  }
}
