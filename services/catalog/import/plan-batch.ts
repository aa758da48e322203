/** Decides, before anything is written, which track each file of a batch is and what changed. */
import { type AlbumKeys, albumKeys, trackKey } from '../identity/keys.ts'
import { matchTracks } from '../identity/match-tracks.ts'
import { candidateTracks } from '../store/import-store.ts'
import type { CatalogDb, TrackRow } from '../store/tables.ts'
import type { FoundFile, ReadTrack } from '../tags/read-track.ts'

/** A file that is new or changed, with the track that its path had before. */
export interface ChangedFile extends FoundFile {
  folderId: string
  previousId: string | null
}

export interface ReadFile {
  file: ChangedFile
  track: ReadTrack
}

export interface PlannedTrack extends ReadFile {
  albumKeys: AlbumKeys
  /** The track as it was; null for a new one. */
  old: TrackRow | null
  change: 'added' | 'moved' | 'retagged' | 'reencoded'
}

export interface PlanOptions {
  /** Tracks whose files have vanished in this import and that nobody has taken over yet. */
  gone: ReadonlySet<string>
  /** Whether the catalog had any tracks when the import began: a first import has nothing to match. */
  hasTracks: boolean
}

export async function planBatch(
  db: CatalogDb,
  files: readonly ReadFile[],
  { gone, hasTracks }: PlanOptions,
): Promise<PlannedTrack[]> {
  const candidates = hasTracks ? await candidateTracks(db, signaturesOf(files)) : []
  const absent = new Set(candidates.filter((row) => row.absent_since).map((row) => row.id))
  const matches = matchTracks(
    files.map(({ file, track }) => ({ track, previousId: file.previousId })),
    candidates,
    (id) => absent.has(id) || gone.has(id),
  )
  return files.map(({ file, track }, index) => {
    const old = matches[index] ?? null
    return {
      file,
      track,
      albumKeys: albumKeys(track.tags, file.folderId, file.path),
      old,
      change: changeOf(file, track, old),
    }
  })
}

const signaturesOf = (files: readonly ReadFile[]) => ({
  hashes: files.map(({ track }) => track.audio.hash),
  recordings: files.flatMap(({ track }) => track.tags.recordingMbid ?? []),
  isrcs: files.flatMap(({ track }) => track.tags.isrc ?? []),
  matchKeys: files.map(({ track }) => trackKey(track.tags)),
  previousIds: files.flatMap(({ file }) => file.previousId ?? []),
})

/** A track that was absent is told as added, since everybody heard of its removal. */
function changeOf(
  file: ChangedFile,
  track: ReadTrack,
  old: TrackRow | null,
): PlannedTrack['change'] {
  if (!old || old.absent_since) return 'added'
  if (old.audio_hash !== track.audio.hash) return 'reencoded'
  const moved = old.path !== file.path || old.folder_id !== file.folderId
  return moved ? 'moved' : 'retagged'
}
