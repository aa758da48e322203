/** The events that tell of tracks, with their whole state as it is in the transaction. */
import type { ArtistRef } from '@backbeat/contracts/api/catalog'
import type { OutboxEvent } from '@backbeat/runtime/outbox'
import { sql } from 'kysely'
import type { CatalogTrx } from '../store/tables.ts'

export interface EventOptions {
  /** Tracks that changed. */
  ids: readonly string[]
  /** Albums whose other tracks carry something new as well. */
  albumIds: readonly string[]
  changes: ReadonlyMap<string, string>
}

export async function trackEvents(
  trx: CatalogTrx,
  { ids, albumIds, changes }: EventOptions,
): Promise<OutboxEvent<'catalog.track-imported'>[]> {
  const rows = await trx
    .selectFrom('tracks as t')
    .innerJoin('albums as a', 'a.id', 't.album_id')
    .selectAll('t')
    .select([
      'a.name as album_name',
      'a.type as album_type',
      'a.artists as album_artists',
      'a.cover_id as album_cover_id',
      'a.release_date',
    ])
    .where(({ or, eb }) =>
      or([
        eb('t.id', '=', sql<string>`any(${ids})`),
        eb('t.album_id', '=', sql<string>`any(${albumIds})`),
      ]),
    )
    .where('t.absent_since', 'is', null)
    .execute()
  return rows.map((row) => ({
    type: 'catalog.track-imported',
    data: {
      trackId: row.id,
      name: row.name,
      artists: row.artists as ArtistRef[],
      albumId: row.album_id,
      albumName: row.album_name,
      albumType: row.album_type,
      albumArtists: row.album_artists,
      coverId: row.album_cover_id,
      genres: row.genres,
      year: row.release_date ? Number(row.release_date.slice(0, 4)) : null,
      discNumber: row.disc_number,
      trackNumber: row.track_number,
      durationMs: row.duration_ms,
      isrc: row.isrc,
      sourceKey: `library/${row.folder_id}/${row.path}`,
      sourceHash: row.audio_hash,
      codec: row.codec,
      container: row.container,
      bitrateKbps: row.bitrate_kbps,
      sampleRateHz: row.sample_rate_hz,
      channels: row.channels,
      bytes: row.bytes,
      change: changes.get(row.id) ?? 'retagged',
    },
  }))
}
