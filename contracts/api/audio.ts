/** Audio as clients see it: levels of the quality ladder and the manifest that lists them. */

/** The quality ladder. `original` is the imported file itself. */
export const levels = ['ogg-96', 'ogg-160', 'ogg-320', 'aac-128', 'original'] as const
export type Level = (typeof levels)[number]

export interface Rendition {
  level: Level
  codec: string
  container: string
  bitrateKbps: number
  bytes: number
  /** For `canPlayType`, e.g. `audio/ogg; codecs="vorbis"`. */
  mimeType: string
  /** Signed, expiring; absolute path on this server. */
  url: string
}

/** `GET /audio/v1/tracks/{id}/manifest` */
export interface Manifest {
  trackId: string
  durationMs: number
  /** ReplayGain in dB, null if unknown. */
  replayGainDb: number | null
  /** What can be played now, best first; `original` is always among them. */
  renditions: Rendition[]
  /** Levels still being made; asking for a manifest moves them to the front. */
  pending: Level[]
}
