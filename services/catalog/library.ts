/** Music folders and their imports, as the routes and the watcher ask for them. */
import { mkdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { ImportProgress } from '@backbeat/contracts/api/catalog'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { ObjectStore } from '@backbeat/ports/object-store'
import type { Clock } from '@backbeat/runtime/clock'
import type { Outbox } from '@backbeat/runtime/outbox'
import {
  addFolder,
  checkedFolder,
  folderAround,
  listFolders,
  type MusicFolder,
  mountFolder,
} from './folders.ts'
import type { Importer } from './import/importer.ts'
import { removeFolder } from './import/remove-tracks.ts'
import type { ImportFolder } from './import/run-import.ts'
import type { ScanTarget } from './import/scan.ts'
import type { CatalogDb } from './store/tables.ts'

export interface LibraryOptions {
  db: CatalogDb
  objects: ObjectStore
  outbox: Outbox
  clock: Clock
  importer: Importer
  dataDir: string
  /** Writes the demo album into a folder. */
  makeDemo(directory: string): Promise<void>
  onFoldersChanged(folders: readonly MusicFolder[]): Promise<void>
  onWritten(): void
}

export interface Library {
  folders(): Promise<MusicFolder[]>
  /** Adds a folder; its import begins at once. */
  add(path: string): Promise<MusicFolder>
  /** Its tracks leave the catalog, its files stay. */
  remove(path: string): Promise<void>
  startImport(request: {
    dryRun: boolean
    paths?: readonly string[] | undefined
  }): Promise<ImportProgress>
  addDemo(): Promise<ImportProgress>
  progress(): ImportProgress
}

/** A folder's first import waits so long for an import request of the same folder, to be one with it. */
const graceMs = 300

export function createLibrary(options: LibraryOptions): Library {
  const { db, objects, clock, importer, onFoldersChanged } = options
  const folders = () => listFolders(db)
  const add = async (path: string): Promise<MusicFolder> => {
    const folder = await addFolder(path, { db, objects, now: new Date(clock()) })
    void onFoldersChanged(await folders())
    return folder
  }
  const importWhole = (folder: MusicFolder, delayMs: number) =>
    void importer.request({ key: `folder ${folder.id}`, delayMs, folders: async () => [folder] })
  return {
    folders,
    async add(path) {
      const folder = await add(path)
      importWhole(folder, graceMs)
      return folder
    },
    async remove(path) {
      const folder = (await folders()).find((entry) => entry.path === path)
      if (!folder) throw new BackbeatError('not-found', `There is no music folder ${path}.`)
      await importer.exclusively(() =>
        removeFolder(folder.id, { ...options, now: new Date(clock()) }),
      )
      await onFoldersChanged(await folders())
    },
    async startImport({ dryRun, paths }) {
      if (dryRun) void importer.request(await dryRunRequest(await folders(), paths))
      else if (!paths) void importer.request({ key: 'all', folders })
      else {
        for (const path of paths) {
          const real = await checkedFolder(path)
          const folder = folderAround(await folders(), real) ?? (await add(real))
          if (folder.path === real) importWhole(folder, 0)
          else importPart(importer, folder, real)
        }
      }
      return importer.current()
    },
    async addDemo() {
      const directory = join(options.dataDir, 'demo-album')
      void importer.request({
        key: 'demo',
        // Part of the import, so that its making shows as progress and its failing as the import's.
        async folders() {
          await mkdir(directory, { recursive: true })
          await options.makeDemo(directory)
          return [await add(directory)]
        },
      })
      return importer.current()
    },
    progress: importer.current,
  }
}

/** Adds the folders of the settings and mounts all; one that can't be read stops the start. */
export async function openFolders(
  paths: readonly string[],
  { db, objects, clock }: Pick<LibraryOptions, 'db' | 'objects' | 'clock'>,
): Promise<MusicFolder[]> {
  for (const folder of await listFolders(db)) mountFolder(objects, folder)
  for (const path of paths) {
    try {
      await addFolder(path, { db, objects, now: new Date(clock()) })
    } catch (error) {
      if (!(error instanceof BackbeatError)) throw error
      throw new BackbeatError('config-invalid', error.message, { cause: error })
    }
  }
  return listFolders(db)
}

const targetOf = (folder: MusicFolder, path: string): ScanTarget => ({
  directory: relative(folder.path, path).split(sep).join('/'),
  deep: true,
})

function importPart(importer: Importer, folder: MusicFolder, path: string): void {
  const targets = [targetOf(folder, path)]
  void importer.request({ key: `part ${path}`, folders: async () => [{ ...folder, targets }] })
}

/** Folders that the catalog does not know are read as if they were added. */
async function dryRunRequest(known: readonly MusicFolder[], paths: readonly string[] | undefined) {
  const wanted: ImportFolder[] = []
  for (const path of paths ?? known.map((folder) => folder.path)) {
    const real = await checkedFolder(path)
    const folder = folderAround(known, real)
    if (!folder) wanted.push({ id: 'dry-run', path: real })
    else if (folder.path === real) wanted.push(folder)
    else wanted.push({ ...folder, targets: [targetOf(folder, real)] })
  }
  const key = `dry run ${wanted.map((folder) => folder.path).join(' ')}`
  return { key, dryRun: true, folders: async () => wanted }
}
