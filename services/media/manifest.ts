/** What a track can be played from now, with signed links, and what is still being made. */
import type { Level, Manifest, Rendition } from '@backbeat/contracts/api/audio'
import { signUrl } from '@backbeat/runtime/signed-url'
import { ladder, originalMimeType } from './quality-ladder.ts'
import type { Rendition as RenditionRow, TrackRow } from './store.ts'

const hourMs = 3_600_000
/** Links of one hour are the same, so that a browser's cache can use them again; all live for at least six hours. */
const expiryOf = (nowMs: number): number => Math.ceil(nowMs / hourMs) * hourMs + 6 * hourMs

/** Best first. */
const qualityOrder: readonly Level[] = ['original', 'ogg-320', 'ogg-160', 'aac-128', 'ogg-96']

export interface ManifestParts {
  track: TrackRow
  renditions: readonly RenditionRow[]
  pending: Manifest['pending']
}

export function buildManifest(
  { track, renditions, pending }: ManifestParts,
  { secret, nowMs }: { secret: string; nowMs: number },
): Manifest {
  const made = renditions.map((row): Omit<Rendition, 'url'> & { key: string } => ({
    level: row.level,
    codec: ladder[row.level].codec,
    container: ladder[row.level].container,
    bitrateKbps: row.bitrate_kbps,
    bytes: row.bytes,
    mimeType: ladder[row.level].mimeType,
    key: row.object_key,
  }))
  const all = [...made, originalOf(track)]
  all.sort((a, b) => qualityOrder.indexOf(a.level) - qualityOrder.indexOf(b.level))
  return {
    trackId: track.track_id,
    durationMs: track.duration_ms,
    replayGainDb: null,
    renditions: all.map(({ key, ...rendition }) => ({
      ...rendition,
      url: signUrl(secret, linkOf(track.track_id, rendition, key), expiryOf(nowMs)),
    })),
    pending,
  }
}

function originalOf(track: TrackRow): Omit<Rendition, 'url'> & { key: string } {
  const { codec, container, bitrate_kbps: bitrateKbps, bytes } = track
  const source = { codec, container, bitrateKbps, sampleRateHz: track.sample_rate_hz }
  const mimeType = originalMimeType(source)
  return {
    level: 'original',
    codec,
    container,
    bitrateKbps,
    bytes,
    mimeType,
    key: track.source_key,
  }
}

function linkOf(trackId: string, { level, mimeType }: Omit<Rendition, 'url'>, key: string): string {
  return `/audio/v1/files/${trackId}/${level}?${new URLSearchParams({ key, type: mimeType })}`
}
