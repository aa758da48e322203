/**
 * What the lake holds and how far it has read, in one object a version: files and next offsets change together or not
 * at all. A version is written only if it is free, which fences a second writer. Days that are over move to objects of
 * their own, so a version stays small however old the lake is.
 */
import { BackbeatError } from '@backbeat/contracts/errors'
import type { ObjectStore } from '@backbeat/ports/object-store'
import { z } from 'zod'

const whole = z.int().nonnegative()

const lakeFileSchema = z.object({
  event: z.string(),
  dt: z.string(),
  hour: z.string(),
  topic: z.string(),
  partition: whole,
  firstOffset: whole,
  lastOffset: whole,
  rows: whole,
  bytes: whole,
})

const gapSchema = z.object({
  topic: z.string(),
  partition: whole,
  firstOffset: whole,
  lastOffset: whole,
  reason: z.string(),
})

const manifestSchema = z.object({
  format: z.literal(1),
  version: whole,
  committedAt: whole,
  /** Topic → partition → next offset to read. */
  offsets: z.record(z.string(), z.array(whole)),
  /** Files of days not yet sealed. */
  files: z.array(lakeFileSchema),
  days: z.array(
    z.object({ dt: z.string(), key: z.string(), files: whole, rows: whole, bytes: whole }),
  ),
  /** Records that could not be read or decoded; the newest thousand. */
  gaps: z.array(gapSchema),
})

export type LakeFile = z.output<typeof lakeFileSchema>
export type LakeGap = z.output<typeof gapSchema>
export type Manifest = z.output<typeof manifestSchema>

const folder = 'lake/_manifest/'
const versionsKept = 20
export const gapsMax = 1_000

const emptyManifest: Manifest = {
  format: 1,
  version: 0,
  committedAt: 0,
  offsets: {},
  files: [],
  days: [],
  gaps: [],
}

const manifestKey = (version: number): string =>
  `${folder}${String(version).padStart(12, '0')}.json`

/** The name alone tells the content: the rows of that hour among these offsets. */
export const fileKey = (file: LakeFile): string =>
  `lake/event=${file.event}/dt=${file.dt}/hour=${file.hour}/part-${file.topic}-${file.partition}-${file.firstOffset}-${file.lastOffset}.parquet`

export async function loadManifest(objects: ObjectStore): Promise<Manifest> {
  for (let attempt = 0; ; attempt++) {
    const version = (await versions(objects)).at(-1)
    if (version === undefined) return emptyManifest
    try {
      return manifestSchema.parse(await readJson(objects, manifestKey(version)))
    } catch (error) {
      // Many commits between listing and reading can have removed it.
      const gone = error instanceof BackbeatError && error.code === 'not-found'
      if (!gone || attempt === 3) throw error
    }
  }
}

/** Throws `conflict` if another writer has been here; what it wrote stands. */
export async function commitManifest(objects: ObjectStore, manifest: Manifest): Promise<void> {
  const { version } = manifest
  const body = Buffer.from(JSON.stringify(manifestSchema.parse(manifest)))
  await objects.putIfAbsent(manifestKey(version), body)
  const present = await versions(objects)
  // A version whose number was free only because newer ones had it removed is not the newest.
  if (present.at(-1) !== version) {
    throw new BackbeatError('conflict', `Version ${version} of the lake is not the newest.`)
  }
  for (const old of present) {
    if (old <= version - versionsKept) await objects.delete(manifestKey(old))
  }
}

/** Moves the files of these days out of the manifest. */
export async function sealDays(
  objects: ObjectStore,
  manifest: Manifest,
  isOver: (dt: string) => boolean,
): Promise<Manifest> {
  const over = new Set(manifest.files.map(({ dt }) => dt).filter(isOver))
  if (over.size === 0) return manifest
  const days = [...manifest.days]
  for (const dt of over) {
    const files = manifest.files.filter((file) => file.dt === dt)
    const key = `lake/_days/${dt}-${String(manifest.version).padStart(12, '0')}.json`
    await objects.put(key, Buffer.from(JSON.stringify(files)))
    days.push({ dt, key, ...totals(files) })
  }
  return { ...manifest, days, files: manifest.files.filter(({ dt }) => !over.has(dt)) }
}

export async function allFiles(objects: ObjectStore, manifest: Manifest): Promise<LakeFile[]> {
  const files = [...manifest.files]
  for (const { key } of manifest.days) {
    files.push(...z.array(lakeFileSchema).parse(await readJson(objects, key)))
  }
  return files
}

const totals = (files: readonly LakeFile[]) => ({
  files: files.length,
  rows: files.reduce((sum, file) => sum + file.rows, 0),
  bytes: files.reduce((sum, file) => sum + file.bytes, 0),
})

/** Sealed days included. */
export function heldTotals({ files, days }: Manifest): ReturnType<typeof totals> {
  const open = totals(files)
  const sum = (of: keyof typeof open) => days.reduce((total, day) => total + day[of], open[of])
  return { files: sum('files'), rows: sum('rows'), bytes: sum('bytes') }
}

async function versions(objects: ObjectStore): Promise<number[]> {
  const found: number[] = []
  for await (const { key } of objects.list(folder)) {
    const digits = /(\d{12})\.json$/.exec(key)?.[1]
    if (digits) found.push(Number(digits))
  }
  return found.sort((a, b) => a - b)
}

async function readJson(objects: ObjectStore, key: string): Promise<unknown> {
  const bytes = await objects.read(key)
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
}
