/** One level of one source: object store → encoder → object store, by way of a temporary file. */
import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { AudioEncoder } from '@backbeat/ports/audio-encoder'
import type { ObjectStore } from '@backbeat/ports/object-store'
import { ladder, type MadeLevel, renditionKey, type Source, targetFor } from './quality-ladder.ts'

export interface MakingOptions {
  objects: ObjectStore
  encoder: AudioEncoder
  /** For unfinished files; emptied at start. */
  temporaryDir: string
}

export interface SourceFile extends Source {
  sourceHash: string
  sourceKey: string
}

export interface MadeRendition {
  object_key: string
  bitrate_kbps: number
  bytes: number
}

/** What exists already is taken as it is. Errors are the encoder's and the object store's. */
export async function makeRendition(
  options: MakingOptions,
  source: SourceFile,
  level: MadeLevel,
  signal: AbortSignal,
): Promise<MadeRendition> {
  const { objects } = options
  const target = targetFor(level, source)
  const key = renditionKey(source.sourceHash, level)
  const existing = await objects.head(key)
  const bytes = existing?.bytes ?? (await encodeInto(options, source, level, signal))
  return { object_key: key, bitrate_kbps: target.bitrateKbps, bytes }
}

async function encodeInto(
  { objects, encoder, temporaryDir }: MakingOptions,
  source: SourceFile,
  level: MadeLevel,
  signal: AbortSignal,
): Promise<number> {
  const temporary = join(temporaryDir, randomUUID())
  const target = `${temporary}.${ladder[level].extension}`
  const local = objects.localPath(source.sourceKey)
  try {
    if (!local) await pipeline(objects.stream(source.sourceKey), createWriteStream(temporary))
    await encoder.encode(local ?? temporary, target, targetFor(level, source), { signal })
    const key = renditionKey(source.sourceHash, level)
    return (await objects.put(key, createReadStream(target))).bytes
  } finally {
    await Promise.all([temporary, target].map((file) => rm(file, { force: true })))
  }
}
