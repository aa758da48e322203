/** Music folders: checked, kept in the table, mounted in the object store. */
import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { isAbsolute, relative, sep } from 'node:path'
import { BackbeatError } from '@backbeat/contracts/errors'
import { newId } from '@backbeat/contracts/ids'
import type { ObjectStore } from '@backbeat/ports/object-store'
import type { CatalogDb } from './store/tables.ts'

export interface MusicFolder {
  id: string
  path: string
}

const foldersMax = 100

/** The real path of a readable folder; `bad-request` with one sentence otherwise. */
export async function checkedFolder(path: string): Promise<string> {
  const refuse = (why: string, cause?: unknown) =>
    new BackbeatError('bad-request', `The music folder ${path} ${why}.`, { cause })
  if (!isAbsolute(path)) throw refuse('is not an absolute path')
  try {
    const real = await realpath(path)
    if (!(await stat(real)).isDirectory()) throw refuse('is not a folder')
    await access(real, constants.R_OK | constants.X_OK)
    return real
  } catch (error) {
    if (error instanceof BackbeatError) throw error
    const { code } = error as NodeJS.ErrnoException
    throw refuse(code === 'ENOENT' ? 'does not exist' : 'may not be read', error)
  }
}

export const listFolders = (db: CatalogDb): Promise<MusicFolder[]> =>
  db.selectFrom('folders').select(['id', 'path']).orderBy('path').execute()

const contains = (outer: string, inner: string): boolean => {
  const way = relative(outer, inner)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

/** The folder in which a path lies. */
export const folderAround = (
  folders: readonly MusicFolder[],
  path: string,
): MusicFolder | undefined => folders.find((folder) => contains(folder.path, path))

export interface FolderOptions {
  db: CatalogDb
  objects: ObjectStore
  now: Date
}

/** Adds a folder, or finds it if it is there. One folder within another would have its files twice: `conflict`. */
export async function addFolder(
  path: string,
  { db, objects, now }: FolderOptions,
): Promise<MusicFolder> {
  const real = await checkedFolder(path)
  const folders = await listFolders(db)
  const same = folders.find((folder) => folder.path === real)
  if (same) return same
  const other = folders.find((folder) => contains(folder.path, real) || contains(real, folder.path))
  if (other) {
    throw new BackbeatError('conflict', `The music folder ${real} overlaps with ${other.path}.`)
  }
  if (folders.length >= foldersMax) {
    throw new BackbeatError('conflict', `There are ${foldersMax} music folders already.`)
  }
  const folder = { id: newId(), path: real }
  await db
    .insertInto('folders')
    .values({ ...folder, added_at: now, error: null })
    .execute()
  mountFolder(objects, folder)
  return folder
}

export const mountFolder = (objects: ObjectStore, { id, path }: MusicFolder): void =>
  objects.mount(`library/${id}`, path)
