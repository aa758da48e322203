/**
 * Watches music folders: changes are gathered until it is quiet, then their directories are imported. A folder that
 * can't be watched (too many directories for the system, a network disk) is scanned every minute instead, and all are
 * scanned now and then, since some file systems tell nothing of changes made elsewhere.
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { Logger } from '@backbeat/runtime/log'
import watcher from '@parcel/watcher'
import type { MusicFolder } from '../folders.ts'
import type { Importer } from './importer.ts'
import type { ScanTarget } from './scan.ts'

export interface FolderWatch {
  /** Watches these folders and no others. Resolves when the watches stand or have failed. */
  update(folders: readonly MusicFolder[]): Promise<void>
  /** Looks at directories of a folder again, a little later. */
  lookAgain(folderId: string, directories: readonly string[]): void
  stop(): Promise<void>
}

export interface WatchOptions {
  importer: Pick<Importer, 'request'>
  log: Logger
  /** False: folders are only scanned, each hour or as said. */
  watchMusic: boolean
  /** 0: never. */
  rescanMinutes: number
  quietMs?: number
  unwatchedRescanMs?: number
}

/** A steady stream of changes is imported at least so often. */
const patienceMs = 5_000
const lookAgainMs = 1_000
/** More than this and the whole folder is scanned. */
const directoriesMax = 500

interface Watched {
  folder: MusicFolder
  resubscribe(): Promise<void>
  subscription: { unsubscribe(): Promise<void> } | null
  /** Directories to look at; deep ones with everything below. */
  changed: Map<string, boolean>
  timer: NodeJS.Timeout | null
  since: number
}

export function watchFolders(options: WatchOptions): FolderWatch {
  const { importer, log, watchMusic, rescanMinutes, unwatchedRescanMs = 60_000 } = options
  const watched = new Map<string, Watched>()
  const rescan = (which: (entry: Watched) => boolean, key: string) => {
    const folders = [...watched.values()].filter(which).map(({ folder }) => folder)
    if (folders.length > 0) ask(importer, { key, folders: async () => folders })
  }
  const timers = [
    ...(watchMusic
      ? [setInterval(() => rescan((entry) => !entry.subscription, 'unwatched'), unwatchedRescanMs)]
      : []),
    ...(rescanMinutes > 0
      ? [setInterval(() => rescan(() => true, 'rescan'), rescanMinutes * 60_000)]
      : []),
  ]
  const release = async (entry: Watched) => {
    const { subscription } = entry
    entry.subscription = null
    // Fails when the folder itself has gone meanwhile; the watch has gone with it.
    await subscription?.unsubscribe().catch(() => undefined)
  }
  const subscribe = async (entry: Watched) => {
    const { folder } = entry
    try {
      const subscription = await watcher.subscribe(folder.path, (error, events) => {
        if (error) log.warn({ err: error, folder: folder.path }, 'watching a music folder failed')
        for (const { type, path } of events ?? []) note(entry, path, type)
        schedule(entry, options)
      })
      entry.subscription = subscription
      if (watched.get(folder.id) !== entry) await release(entry)
    } catch (error) {
      const text = 'a music folder is scanned each minute, not watched'
      log.warn({ err: error, folder: folder.path }, text)
    }
  }
  const add = async (folder: MusicFolder) => {
    const resubscribe = async () => {
      await release(entry)
      if (watched.get(folder.id) === entry) await subscribe(entry)
    }
    const rest = { subscription: null, changed: new Map(), timer: null, since: 0 }
    const entry: Watched = { folder, resubscribe, ...rest }
    watched.set(folder.id, entry)
    if (watchMusic) await subscribe(entry)
  }
  const forget = async (id: string) => {
    const entry = watched.get(id)
    watched.delete(id)
    clearTimeout(entry?.timer ?? undefined)
    if (entry) await release(entry)
  }
  return {
    async update(folders) {
      const gone = [...watched.keys()].filter((id) => !folders.some((folder) => folder.id === id))
      await Promise.all(gone.map(forget))
      await Promise.all(folders.filter(({ id }) => !watched.has(id)).map(add))
    },
    lookAgain(folderId, directories) {
      const entry = watched.get(folderId)
      if (!entry) return
      for (const directory of directories)
        entry.changed.set(directory, entry.changed.get(directory) ?? false)
      schedule(entry, { ...options, quietMs: lookAgainMs })
    },
    async stop() {
      for (const timer of timers) clearInterval(timer)
      await Promise.all([...watched.keys()].map(forget))
    },
  }
}

/** The directory around what changed, and what is there now or was if it is a directory itself. */
function note({ folder, changed }: Watched, path: string, type: watcher.EventType): void {
  const relative = path.slice(folder.path.length + 1).replaceAll('\\', '/')
  if (relative === '' || /(^|\/)[.@#]/.test(relative)) return
  const parent = relative.slice(0, Math.max(0, relative.lastIndexOf('/')))
  changed.set(parent, changed.get(parent) ?? false)
  // An update never is a directory's; what comes or goes may be one.
  if (type !== 'update') changed.set(relative, true)
}

function schedule(entry: Watched, options: WatchOptions): void {
  const { quietMs = 700 } = options
  if (entry.changed.size === 0) return
  const now = performance.now()
  if (!entry.timer) entry.since = now
  clearTimeout(entry.timer ?? undefined)
  const waitMs = Math.max(0, Math.min(quietMs, entry.since + patienceMs - now))
  entry.timer = setTimeout(() => {
    entry.timer = null
    askFor(entry, options)
  }, waitMs)
}

function askFor(entry: Watched, { importer }: WatchOptions): void {
  ask(importer, {
    key: `changes ${entry.folder.id}`,
    async folders() {
      const targets = takeTargets(entry)
      if (targets.length === 0) return []
      if (!(await bringsDirectories(entry.folder, targets))) return [{ ...entry.folder, targets }]
      await entry.resubscribe()
      return [entry.folder]
    },
  })
}

/**
 * New directories are watched, but not those that were made in them before that: a tree that is copied has some. Then
 * the folder is watched anew, and scanned wholly for what came in between.
 */
async function bringsDirectories(
  folder: MusicFolder,
  targets: readonly ScanTarget[],
): Promise<boolean> {
  for (const { directory, deep } of targets) {
    if (!deep || directory === '') continue
    const stats = await stat(join(folder.path, directory)).catch(() => null)
    if (stats?.isDirectory()) return true
  }
  return false
}

function takeTargets({ changed }: Watched): ScanTarget[] {
  // Deep ones first: a directory is read once, and shallow reading would leave out what is below.
  const targets = [...changed]
    .map(([directory, deep]) => ({ directory, deep }))
    .sort((a, b) => Number(b.deep) - Number(a.deep))
  changed.clear()
  return targets.length > directoriesMax ? [{ directory: '', deep: true }] : targets
}

/** Quietly; when too many imports wait already, one of them or the next scan will see to it. */
function ask(
  importer: WatchOptions['importer'],
  request: Parameters<Importer['request']>[0],
): void {
  try {
    void importer.request({ ...request, quiet: true })
  } catch (error) {
    if (!(error instanceof BackbeatError)) throw error
  }
}
