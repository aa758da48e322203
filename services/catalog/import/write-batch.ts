/** Writes a planned batch in one transaction: files, tracks, their artists and albums, and the events that tell of it. */
import type { ArtistRef } from '@backbeat/contracts/api/catalog'
import { newId } from '@backbeat/contracts/ids'
import type { Outbox } from '@backbeat/runtime/outbox'
import { albumName, creditKey, sortKey, trackKey } from '../identity/keys.ts'
import type { AlbumTags } from '../identity/roll-up-album.ts'
import {
  deleteFiles,
  genreNames,
  type NewTrackRow,
  replaceLyrics,
  upsertCovers,
  upsertFiles,
  upsertTracks,
} from '../store/import-store.ts'
import { resolveArtists, rollUpAlbums, rollUpArtists } from '../store/rollup-store.ts'
import type { CatalogDb, CatalogTrx } from '../store/tables.ts'
import { variousArtists } from '../tags/track-tags.ts'
import { chooseAlbums } from './choose-albums.ts'
import type { ChangedFile, PlannedTrack } from './plan-batch.ts'
import { trackEvents } from './track-events.ts'

export interface Batch {
  planned: readonly PlannedTrack[]
  failed: readonly { file: ChangedFile; reason: string }[]
  /** Where tracks were that this batch found elsewhere. */
  vacated: readonly { folder_id: string; path: string }[]
}

export interface WriteOptions {
  db: CatalogDb
  outbox: Outbox
  now: Date
}

/** Returns the changes that were real: a file whose tags and audio are as they were counts for nothing. */
export async function writeBatch(
  batch: Batch,
  { db, outbox, now }: WriteOptions,
): Promise<PlannedTrack[]> {
  return db.transaction().execute(async (trx) => {
    await deleteFiles(trx, batch.vacated)
    const rows = await trackRows(trx, batch.planned, now)
    await upsertFiles(trx, [
      ...batch.planned.map(({ file }, index) => fileRow(file, rows.all[index]?.id ?? null, null)),
      ...batch.failed.map(({ file, reason }) => fileRow(file, null, reason)),
    ])
    const changes = new Map(
      rows.all.map((row, index) => [row.id, (batch.planned[index] as PlannedTrack).change]),
    )
    const changed = rows.all.flatMap((row, index) => {
      const planned = batch.planned[index] as PlannedTrack
      return isSame(row, planned) ? [] : [{ row, planned }]
    })
    await upsertTracks(
      trx,
      changed.map(({ row }) => row),
      now,
    )
    await replaceLyrics(
      trx,
      rows.all.map((row) => row.id),
      batch.planned.flatMap(({ track }, index) =>
        track.lyrics ? [{ track_id: (rows.all[index] as NewTrackRow).id, ...track.lyrics }] : [],
      ),
    )
    await upsertCovers(trx, coverRows(batch.planned))
    const albumIds = new Set(
      changed.flatMap(({ row, planned }) => [row.album_id, planned.old?.album_id ?? row.album_id]),
    )
    const rolled = await rollUpAlbums(trx, [...albumIds], rows.various)
    const artistIds = changed.flatMap(({ row, planned }) =>
      [...row.artists, ...(planned.old?.artists ?? [])].map(({ id }) => id),
    )
    await rollUpArtists(trx, [...new Set([...rolled.artistIds, ...artistIds])])
    const ids = changed.map(({ row }) => row.id)
    await outbox.write(
      trx,
      await trackEvents(trx, { ids, albumIds: rolled.changedAlbumIds, changes }),
    )
    return changed.map(({ planned }) => planned)
  })
}

const fileRow = (file: ChangedFile, track_id: string | null, failure: string | null) => ({
  folder_id: file.folderId,
  path: file.path,
  fingerprint: file.fingerprint,
  track_id,
  failure,
})

async function trackRows(trx: CatalogTrx, planned: readonly PlannedTrack[], now: Date) {
  const credits = planned.flatMap(({ track }) => [
    ...track.tags.artists,
    ...track.tags.albumArtists,
  ])
  const artists = await resolveArtists(trx, [...credits, variousArtists], now)
  const genres = await genreNames(
    trx,
    planned.flatMap(({ track }) => track.tags.genres),
  )
  const known = await chooseAlbums(trx, planned, now)
  const all = planned.map((entry, index) =>
    trackRow(entry, { albumId: known[index] as string, artists, genres }),
  )
  return { all, various: artists.get(creditKey(variousArtists)) as ArtistRef }
}

interface Resolved {
  albumId: string
  artists: Map<string, ArtistRef>
  genres: Map<string, string>
}

function trackRow(
  { file, track, old }: PlannedTrack,
  { albumId, artists, genres }: Resolved,
): NewTrackRow {
  const { tags, audio } = track
  const refs = (credits: typeof tags.artists) => [
    ...new Map(
      credits
        .map((credit) => artists.get(creditKey(credit)) as ArtistRef)
        .map((ref) => [ref.id, ref]),
    ).values(),
  ]
  const main = refs(tags.artists)
  const albumTags: AlbumTags = {
    album: albumName(tags),
    albumArtists: refs(tags.albumArtists),
    compilation: tags.compilation,
    releaseTypes: tags.releaseTypes,
    trackTotal: tags.trackTotal,
    date: tags.date,
    label: tags.label,
    releaseMbid: tags.releaseMbid,
  }
  return {
    id: old?.id ?? newId(),
    album_id: albumId,
    name: tags.title,
    sort_key: sortKey(tags.title),
    artists: main,
    artist_sort_key: sortKey(main[0]?.name ?? ''),
    album_sort_key: sortKey(albumName(tags)),
    disc_number: tags.discNumber,
    track_number: tags.trackNumber,
    duration_ms: audio.durationMs,
    isrc: tags.isrc,
    recording_mbid: tags.recordingMbid,
    match_key: trackKey(tags),
    genres: tags.genres.map((name) => genres.get(name.toLowerCase()) ?? name),
    tags: albumTags,
    cover_id: track.cover?.id ?? null,
    has_lyrics: track.lyrics !== null,
    replay_gain_track_db: tags.replayGainTrackDb,
    replay_gain_album_db: tags.replayGainAlbumDb,
    folder_id: file.folderId,
    path: file.path,
    audio_hash: audio.hash,
    codec: audio.codec,
    container: audio.container,
    bitrate_kbps: audio.bitrateKbps,
    sample_rate_hz: audio.sampleRateHz,
    bits_per_sample: audio.bitsPerSample,
    channels: audio.channels,
    bytes: audio.bytes,
  }
}

/** Whether a file that was only touched says what it said before. */
function isSame(row: NewTrackRow, { old }: PlannedTrack): boolean {
  if (!old || old.absent_since) return false
  return Object.entries(row).every(
    ([key, value]) => canonical(value) === canonical(old[key as keyof typeof old]),
  )
}

/** JSON with sorted keys: PostgreSQL's jsonb does not keep their order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )

function coverRows(planned: readonly PlannedTrack[]) {
  const rows = new Map<string, { id: string; folder_id: string; path: string; embedded: boolean }>()
  for (const { file, track } of planned) {
    if (!track.cover) continue
    const { id, path, embedded } = track.cover
    rows.set(id, { id, folder_id: file.folderId, path, embedded })
  }
  return [...rows.values()]
}
