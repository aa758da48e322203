/** Makes renditions. Sample exact: the target has as many samples as the decoded source at the target's rate. */

export interface EncodeTarget {
  codec: 'vorbis' | 'aac' | 'flac'
  container: 'ogg' | 'mp4' | 'flac'
  /** Nominal; ignored for lossless codecs. */
  bitrateKbps: number
  sampleRateHz: 44_100 | 48_000
}

export interface Encoded {
  bytes: number
  /** Per channel, at the target's rate. */
  samples: number
  durationMs: number
}

export interface AudioEncoder {
  /** For reports, e.g. `ffmpeg 7.1 (system)`. */
  readonly name: string
  /**
   * Decodes `sourcePath` and writes `targetPath` (replaced if present). Errors: `encode-failed` with the engine's
   * reason in the message; an unfinished target is removed.
   */
  encode(
    sourcePath: string,
    targetPath: string,
    target: EncodeTarget,
    options?: { signal?: AbortSignal },
  ): Promise<Encoded>
  close(): Promise<void>
}
