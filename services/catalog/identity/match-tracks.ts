/**
 * Which track of the catalog a file is. Order: audio hash (moved or retagged), MusicBrainz recording or ISRC on the
 * same album, then artist, title, album and length (re-encoded). Only a track whose own file is gone, or that had the
 * same path, can be taken over: of two equal files that both exist each is a track of its own, since two albums may
 * hold the same recording and deleting one copy must not take the other's likes and plays away.
 */
import type { TrackRow } from '../store/tables.ts'
import type { ReadTrack } from '../tags/read-track.ts'
import { albumName, sortKey, trackKey } from './keys.ts'

export interface Matchable {
  track: ReadTrack
  /** The track that the same path had before. */
  previousId: string | null
}

const durationToleranceMs = 2000

/** The track for each file, or null for a new one. `candidates` are those that may be taken over. */
export function matchTracks(
  files: readonly Matchable[],
  candidates: readonly TrackRow[],
  mayTake: (id: string) => boolean,
): (TrackRow | null)[] {
  const found: (TrackRow | null)[] = files.map(() => null)
  const taken = new Set<string>()
  const inPlace = new Set(files.flatMap((file) => file.previousId ?? []))
  for (const rule of [sameAudio, sameRecording, sameTags]) {
    const index = rule.index(candidates)
    const take = (allowed: (row: TrackRow, file: Matchable) => boolean) => {
      for (const [at, file] of files.entries()) {
        if (found[at]) continue
        const fits = index.get(rule.keyOf(file.track) ?? '') ?? []
        const best = fits.find(
          (row) => !taken.has(row.id) && allowed(row, file) && rule.holds(row, file.track),
        )
        if (!best) continue
        found[at] = best
        taken.add(best.id)
      }
    }
    // What its own path held first: of two equal tracks each stays where it is. Then also what another path of this
    // batch held and does no longer, so that files that swapped their names swap back.
    take((row, file) => row.id === file.previousId)
    take((row) => mayTake(row.id) || inPlace.has(row.id))
  }
  return found
}

interface Rule {
  index(rows: readonly TrackRow[]): Map<string, TrackRow[]>
  keyOf(track: ReadTrack): string | null
  holds(row: TrackRow, track: ReadTrack): boolean
}

const indexBy = (keysOf: (row: TrackRow) => (string | null)[]) => (rows: readonly TrackRow[]) => {
  const index = new Map<string, TrackRow[]>()
  for (const row of rows) {
    for (const key of keysOf(row)) {
      if (key) index.set(key, [...(index.get(key) ?? []), row])
    }
  }
  return index
}

const sameAudio: Rule = {
  index: indexBy((row) => [row.audio_hash]),
  keyOf: (track) => track.audio.hash,
  holds: () => true,
}

const sameRecording: Rule = {
  index: indexBy((row) => [row.recording_mbid, row.isrc]),
  keyOf: ({ tags }) => tags.recordingMbid ?? tags.isrc,
  holds: (row, { tags }) => row.album_sort_key === sortKey(albumName(tags)),
}

const sameTags: Rule = {
  index: indexBy((row) => [row.match_key]),
  keyOf: (track) => trackKey(track.tags),
  holds: (row, { audio }) => Math.abs(row.duration_ms - audio.durationMs) <= durationToleranceMs,
}
