/**
 * Runs imports one after the other. Requests that come meanwhile are merged into at most one that waits for the whole
 * library, one for parts of it, and a few dry runs.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ImportProgress } from '@backbeat/contracts/api/catalog'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { Clock } from '@backbeat/runtime/clock'
import type { Logger } from '@backbeat/runtime/log'
import type { Outbox } from '@backbeat/runtime/outbox'
import { refreshStatistics } from '../store/import-store.ts'
import type { CatalogDb } from '../store/tables.ts'
import { type ImportFolder, runImport } from './run-import.ts'

export interface ImportRequest {
  /** Made when the import begins, so that folders added meanwhile count. */
  folders(): Promise<ImportFolder[]>
  dryRun?: boolean
  /** Requests of equal keys that wait are one. */
  key: string
  /** Started by a change or by the clock: its report replaces the last one only if it found something. */
  quiet?: boolean
  /** How long to wait for others of the same key before beginning. */
  delayMs?: number
}

export interface Importer {
  /** Resolves when this import is through; the report says how. Throws `unavailable` at once if too many wait. */
  request(request: ImportRequest): Promise<ImportProgress>
  current(): ImportProgress
  /** Does something else while no import runs. */
  exclusively(work: () => Promise<void>): Promise<void>
  stop(): Promise<void>
}

export interface ImporterOptions {
  db: CatalogDb
  outbox: Outbox
  clock: Clock
  log: Logger
  onWritten(): void
  /** After an import that changed something. */
  onFinished(): void
  /** Files that somebody is writing to: they are left for later. */
  onUnsettled(folderId: string, directories: readonly string[]): void
  fileTimeoutMs?: number
}

const waitingMax = 16
/** So many changed tracks make the planner's picture of the tables wrong. */
const statisticsWorthwhile = 200
/** A file that was written to within this time may be half a copy. Whoever asks for an import does not want to wait. */
const settleMs = 250
const settleQuietlyMs = 1000

export const idleProgress = (): ImportProgress => ({
  state: 'idle',
  error: null,
  startedAt: null,
  finishedAt: null,
  folders: [],
  filesFound: 0,
  filesDone: 0,
  added: 0,
  changed: 0,
  moved: 0,
  unchanged: 0,
  removed: 0,
  failures: [],
  failureCount: 0,
})

interface Waiting {
  request: ImportRequest
  /** When it may begin. */
  due: number
  done: Promise<ImportProgress>
  resolve(progress: ImportProgress): void
}

export function createImporter(options: ImporterOptions): Importer {
  const abort = new AbortController()
  const waiting: Waiting[] = []
  let shown = idleProgress()
  let last: Promise<void> = Promise.resolve()

  /** Whatever runs, runs after the last. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }
  const begin = async (entry: Waiting): Promise<void> => {
    await until(entry, abort.signal)
    waiting.splice(waiting.indexOf(entry), 1)
    const progress = { ...idleProgress(), state: 'scanning' as const }
    const show = () => (shown = progress)
    if (!entry.request.quiet) show()
    if (!abort.signal.aborted) {
      await runOne(entry.request, { ...options, signal: abort.signal, progress, show })
    }
    entry.resolve(progress)
  }
  return {
    request(request) {
      const due = performance.now() + (request.delayMs ?? 0)
      const same = waiting.find((entry) => entry.request.key === request.key)
      if (same) {
        same.due = Math.min(same.due, due)
        if (!request.quiet) delete same.request.quiet
        return same.done
      }
      if (waiting.length >= waitingMax || abort.signal.aborted) {
        throw new BackbeatError('unavailable', 'Too many imports are waiting.')
      }
      const { promise, resolve } = Promise.withResolvers<ImportProgress>()
      const entry = { request: { ...request }, due, done: promise, resolve }
      waiting.push(entry)
      // Who asked must not take the last report for the one to come.
      if (waiting.length === 1 && !request.quiet && shown.state !== 'importing') {
        shown = { ...idleProgress(), state: 'scanning' }
      }
      void inTurn(() => begin(entry))
      return promise
    },
    current: () => ({ ...shown, folders: [...shown.folders], failures: [...shown.failures] }),
    exclusively: inTurn,
    async stop() {
      abort.abort()
      await last
    },
  }
}

/** Resolves when a request may begin; its time may be brought forward meanwhile. */
async function until(entry: Waiting, signal: AbortSignal): Promise<void> {
  for (let left = entry.due - performance.now(); left > 0; left = entry.due - performance.now()) {
    if (signal.aborted) return
    await sleep(Math.min(left, 50))
  }
}

interface RunOptions extends ImporterOptions {
  signal: AbortSignal
  progress: ImportProgress
  show(): void
}

async function runOne(request: ImportRequest, options: RunOptions): Promise<void> {
  const { clock, log, progress, signal, show } = options
  progress.startedAt = new Date(clock()).toISOString()
  try {
    const folders = await request.folders()
    progress.folders = folders.map((folder) => folder.path)
    await runImport(folders, {
      ...options,
      settleMs: request.quiet ? settleQuietlyMs : settleMs,
      dryRun: request.dryRun ?? false,
      onWritten() {
        if (progress.added + progress.changed + progress.moved + progress.failureCount > 0) show()
        options.onWritten()
      },
    })
    progress.state = 'done'
  } catch (error) {
    progress.state = 'failed'
    progress.error =
      error instanceof BackbeatError
        ? error.message
        : 'The import met an unexpected error: see the log.'
    if (!signal.aborted) log.error({ err: error }, 'import failed')
    show()
  }
  progress.finishedAt = new Date(clock()).toISOString()
  const { added, changed, moved, removed, unchanged, failureCount } = progress
  const touched = added + changed + moved + removed
  if (touched > 0) show()
  if (touched > 0 && !request.dryRun) {
    if (touched >= statisticsWorthwhile) await refreshStatistics(options.db)
    options.onFinished()
  }
  log.info(
    { state: progress.state, added, changed, moved, removed, unchanged, failureCount },
    'import',
  )
}
