/**
 * Files without an album artist: are the tracks of several artists in one folder one album (a compilation, an album
 * with guests) or several of the same name? They are one unless their track numbers collide.
 */
import type { Credit } from '../tags/credits.ts'
import type { TrackTags } from '../tags/track-tags.ts'
import { type AlbumKeys, creditKey } from './keys.ts'

export interface Groupable {
  tags: TrackTags
  albumKeys: AlbumKeys
}

/** The album key of each track; `known` holds keys of albums that exist already, which decide first. */
export function groupAlbums(tracks: readonly Groupable[], known: ReadonlySet<string>): string[] {
  const groups = Map.groupBy(tracks, (track) => track.albumKeys.shared)
  const apart = new Set<string>()
  for (const [shared, members] of groups) {
    if (shared && !known.has(shared) && areApart(members, known)) apart.add(shared)
  }
  return tracks.map(({ albumKeys: { own, shared } }) =>
    shared === null || apart.has(shared) ? own : shared,
  )
}

function areApart(members: readonly Groupable[], known: ReadonlySet<string>): boolean {
  if (members.some((member) => known.has(member.albumKeys.own))) return true
  const artistAt = new Map<string, string>()
  for (const { tags } of members) {
    const position = `${tags.discNumber}-${tags.trackNumber}`
    const artist = creditKey(tags.artists[0] as Credit)
    const other = artistAt.get(position)
    if (other !== undefined && other !== artist) return true
    artistAt.set(position, artist)
  }
  return false
}
