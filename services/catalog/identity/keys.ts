/** Normalized names and the keys by which tracks, albums and artists are recognized. */
import { createHash } from 'node:crypto'
import type { Credit } from '../tags/credits.ts'
import { albumFolder } from '../tags/names-from-path.ts'
import { type TrackTags, variousArtists } from '../tags/track-tags.ts'

/** Equal for names that differ in case, width, kinds of quotes and dashes, or blanks only. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’ʼ`´]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()

/** For sorting: without accents, leading article and punctuation; short enough for an index of several. */
export const sortKey = (name: string): string => {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
  const key = words.replace(/^(the|a|an|der|die|das|le|la|les|los|las) (?=\S)/, '')
  return [...(key === '' ? plain.trim() : key)].slice(0, 100).join('')
}

const digest = (...parts: (string | number)[]): string =>
  createHash('sha256').update(parts.join('\u001f')).digest('base64url').slice(0, 22)

/** Artist, title and album: the last resort for recognizing a track. */
export const trackKey = ({ artists, title, album }: TrackTags): string =>
  digest(nameKey(artists[0]?.name ?? ''), nameKey(title), nameKey(album ?? ''))

export const creditKey = ({ name, mbid }: Credit): string => mbid ?? nameKey(name)

/** The album that a loose track's own title stands for. */
export const albumName = (tags: TrackTags): string => tags.album ?? tags.title

export interface AlbumKeys {
  /** The album wherever it lies. */
  name: string
  /** The album at its place. */
  own: string
  /**
   * Without an album artist in the tags: the album that all artists in this folder share. Whether it is one, only its
   * tracks together can tell: see `album-grouping.ts`.
   */
  shared: string | null
}

/**
 * An album is known by its MusicBrainz release, else by album artist, name and folder (`CD1` and the like stripped), so
 * that two "Greatest Hits", or two editions of one album, stay apart. The year is left out: tracks of a compilation
 * carry their own.
 */
export function albumKeys(tags: TrackTags, folderId: string, path: string): AlbumKeys {
  if (tags.releaseMbid) {
    const key = digest('release', tags.releaseMbid)
    return { name: key, own: key, shared: null }
  }
  const album = nameKey(albumName(tags))
  const place = `${folderId}/${albumFolder(path)}`
  const artist = albumArtistKey(tags)
  const name = digest('name', artist, album)
  const own = digest('place', artist, album, place)
  const open = tags.albumArtists.length === 0 && !tags.compilation && tags.album !== null
  return { name, own, shared: open ? digest('shared', album, place) : null }
}

function albumArtistKey({ albumArtists, artists, compilation }: TrackTags): string {
  if (albumArtists.length > 0) return albumArtists.map(creditKey).join('\u001e')
  return creditKey(compilation ? variousArtists : (artists[0] as Credit))
}
