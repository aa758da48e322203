/** Ways to look at a playlist; its own order stays what it is. */
import type { TrackRow } from '../player/track.ts'
import type { words } from './strings.ts'

export type PlaylistSort = keyof typeof words.playlist.sorts

const collator = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true })

export function sortedRows(rows: TrackRow[], sort: PlaylistSort): TrackRow[] {
  if (sort === 'own') return rows
  const compare = comparers[sort]
  return [...rows].sort(compare)
}

type Compare = (a: TrackRow, b: TrackRow) => number

const byAlbumPlace: Compare = (a, b) =>
  (a.discNumber ?? 0) - (b.discNumber ?? 0) || (a.trackNumber ?? 0) - (b.trackNumber ?? 0)
const byAlbum: Compare = (a, b) =>
  collator.compare(a.album.name, b.album.name) || byAlbumPlace(a, b)

const comparers: Record<Exclude<PlaylistSort, 'own'>, Compare> = {
  title: (a, b) => collator.compare(a.name, b.name),
  artist: (a, b) =>
    collator.compare(a.artists[0]?.name ?? '', b.artists[0]?.name ?? '') || byAlbum(a, b),
  album: byAlbum,
  added: (a, b) => Date.parse(b.addedAt ?? '') - Date.parse(a.addedAt ?? ''),
}
