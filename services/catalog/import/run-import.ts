/**
 * One import: scan all folders, so that what vanished here may be found there; read what is new or changed; write it in
 * batches; mark what is really gone as absent. A dry run does all but the writing.
 */
import { readdir } from 'node:fs/promises'
import type { ImportProgress } from '@backbeat/contracts/api/catalog'
import type { Clock } from '@backbeat/runtime/clock'
import type { Outbox } from '@backbeat/runtime/outbox'
import { countGenres, type KnownFile, knownFiles, trackCount } from '../store/import-store.ts'
import type { CatalogDb } from '../store/tables.ts'
import { type Outcome, readUnits, type Unit } from './parse-pool.ts'
import { type ChangedFile, planBatch, type ReadFile } from './plan-batch.ts'
import { removeTracks } from './remove-tracks.ts'
import { type ScanTarget, scan } from './scan.ts'
import { unsettledFiles } from './unsettled.ts'
import { writeBatch } from './write-batch.ts'

export interface ImportFolder {
  id: string
  path: string
  /** Directories to look at; all of the folder if absent. */
  targets?: readonly ScanTarget[]
}

export interface ImportOptions {
  db: CatalogDb
  outbox: Outbox
  clock: Clock
  signal: AbortSignal
  dryRun: boolean
  progress: ImportProgress
  /** Called after each batch that is in the database. */
  onWritten(): void
  fileTimeoutMs?: number
  /** Files written to more recently are left out if they change within this time. */
  settleMs: number
  onUnsettled(folderId: string, directories: readonly string[]): void
}

const batchFiles = 400
const unitFiles = 32
const failuresMax = 1000

interface Findings {
  changed: (ChangedFile & { modifiedMs: number })[]
  roots: Map<string, string>
  /** Track → its file that is no longer there; null if another track's audio is in its place. */
  gone: Map<string, { folder_id: string; path: string } | null>
  /** Files that are no longer there and had no track. */
  vanished: { folder_id: string; path: string }[]
}

export async function runImport(
  folders: readonly ImportFolder[],
  options: ImportOptions,
): Promise<void> {
  const { db, progress } = options
  const findings: Findings = { changed: [], roots: new Map(), gone: new Map(), vanished: [] }
  for (const folder of folders) await scanFolder(folder, findings, options)
  await leaveOutUnsettled(findings, options)
  progress.state = 'importing'
  const hasTracks = (await trackCount(db)) > 0
  let batch: Outcome<ChangedFile>[] = []
  for await (const { outcomes } of readUnits(unitsOf(findings), options)) {
    batch.push(...outcomes)
    if (batch.length < batchFiles) continue
    await settleBatch(batch, findings, { ...options, hasTracks })
    batch = []
  }
  await settleBatch(batch, findings, { ...options, hasTracks })
  await removeGone(findings, options)
  if (!options.dryRun) await countGenres(db)
}

async function scanFolder(
  folder: ImportFolder,
  findings: Findings,
  options: ImportOptions,
): Promise<void> {
  const { db, progress } = options
  const directories = folder.targets?.map((target) => target.directory) ?? null
  const known = new Map<string, KnownFile>()
  for (const file of await knownFiles(db, folder.id, directories)) known.set(file.path, file)
  const knownCount = known.size
  findings.roots.set(folder.id, folder.path)
  let found = 0
  const { unreadable, failed } = await scan({
    root: folder.path,
    ...(folder.targets ? { targets: folder.targets } : {}),
    signal: options.signal,
    onFile(file) {
      const before = known.get(file.path)
      known.delete(file.path)
      found += 1
      progress.filesFound += 1
      if (before?.fingerprint !== file.fingerprint) {
        findings.changed.push({ ...file, folderId: folder.id, previousId: before?.trackId ?? null })
        return
      }
      progress.filesDone += 1
      if (before.failure === null) progress.unchanged += 1
      else fail(progress, file.path, before.failure)
    },
  })
  for (const { path, reason } of [...unreadable, ...failed])
    fail(progress, path || folder.path, reason)
  if (found === 0 && knownCount > 0 && !folder.targets && (await isBlank(folder.path))) {
    fail(
      progress,
      folder.path,
      'The folder is empty: is its disk mounted? Its music stays in the catalog.',
    )
    return
  }
  const kept = new Set(failed.map((file) => file.path))
  for (const file of known.values()) {
    if (kept.has(file.path) || !isGone(file.path, folder.targets, unreadable)) continue
    const place = { folder_id: folder.id, path: file.path }
    if (file.trackId) findings.gone.set(file.trackId, place)
    else findings.vanished.push(place)
  }
}

/** What somebody is still copying would be taken broken: it is left for later. */
async function leaveOutUnsettled(findings: Findings, options: ImportOptions): Promise<void> {
  const { changed, roots } = findings
  const { clock, settleMs, progress, onUnsettled, signal } = options
  const unsettled = await unsettledFiles(changed, { roots, settleMs, now: clock(), signal })
  if (unsettled.size === 0) return
  findings.changed = changed.filter((file) => !unsettled.has(file))
  progress.filesFound -= unsettled.size
  for (const [folderId, files] of Map.groupBy(unsettled, (file) => file.folderId)) {
    onUnsettled(folderId, [...new Set(files.map((file) => directoryOf(file.path)))])
  }
}

const directoryOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** Whether a file that the scan did not meet is really gone: it looked there, and could. */
function isGone(
  path: string,
  targets: readonly ScanTarget[] | undefined,
  unreadable: readonly { path: string }[],
): boolean {
  const below = (directory: string) => directory === '' || path.startsWith(`${directory}/`)
  if (unreadable.some((entry) => below(entry.path))) return false
  if (!targets) return true
  const parent = directoryOf(path)
  return targets.some(({ directory, deep }) => (deep ? below(directory) : parent === directory))
}

/** False if it can't be read, which is told otherwise. */
const isBlank = async (path: string): Promise<boolean> =>
  (await readdir(path).catch(() => ['?'])).length === 0

/** Files of one directory stay together, so that its album is seen whole. */
function* unitsOf({ changed, roots }: Findings): Generator<Unit<ChangedFile>> {
  const placeOf = (file: ChangedFile) => `${file.folderId}/${directoryOf(file.path)}`
  for (let start = 0; start < changed.length; ) {
    const first = changed[start] as ChangedFile
    let end = start + 1
    while (
      end < changed.length &&
      end - start < unitFiles &&
      placeOf(changed[end] as ChangedFile) === placeOf(first)
    ) {
      end += 1
    }
    yield { root: roots.get(first.folderId) as string, files: changed.slice(start, end) }
    start = end
  }
}

interface SettleOptions extends ImportOptions {
  hasTracks: boolean
}

async function settleBatch(
  outcomes: readonly Outcome<ChangedFile>[],
  { gone }: Findings,
  options: SettleOptions,
): Promise<void> {
  if (outcomes.length === 0) return
  const { db, outbox, clock, progress, dryRun, hasTracks, onWritten } = options
  const read = outcomes.filter((outcome): outcome is ReadFile => 'track' in outcome)
  const failed = outcomes.flatMap((outcome) =>
    'failure' in outcome ? [{ file: outcome.file, reason: outcome.failure }] : [],
  )
  const planned = await planBatch(db, read, { gone: new Set(gone.keys()), hasTracks })
  const vacated = planned.flatMap(({ old }) => gone.get(old?.id ?? '') ?? [])
  const now = new Date(clock())
  const changed = dryRun
    ? planned
    : await writeBatch({ planned, failed, vacated }, { db, outbox, now })
  for (const { file } of planned) {
    if (file.previousId && !gone.has(file.previousId)) gone.set(file.previousId, null)
  }
  for (const { old } of planned) if (old) gone.delete(old.id)
  for (const { file, reason } of failed) fail(progress, file.path, reason)
  for (const { change } of changed) {
    if (change === 'added' || change === 'moved') progress[change] += 1
    else progress.changed += 1
  }
  progress.unchanged += planned.length - changed.length
  progress.filesDone += outcomes.length
  onWritten()
}

/** Nobody has taken these tracks over: they are gone. */
async function removeGone({ gone, vanished }: Findings, options: ImportOptions): Promise<void> {
  const { db, outbox, clock, progress, dryRun, onWritten } = options
  const removals = [
    ...[...gone].map(([id, place]) => ({ id, place })),
    ...vanished.map((place) => ({ id: null, place })),
  ]
  progress.removed += gone.size
  if (dryRun) return
  for (let at = 0; at < removals.length; at += batchFiles) {
    const batch = removals.slice(at, at + batchFiles)
    await removeTracks(
      {
        ids: batch.flatMap(({ id }) => id ?? []),
        places: batch.flatMap(({ place }) => place ?? []),
      },
      { db, outbox, now: new Date(clock()) },
    )
    onWritten()
  }
}

function fail(progress: ImportProgress, path: string, reason: string): void {
  progress.failureCount += 1
  if (progress.failures.length < failuresMax) progress.failures.push({ path, reason })
}
