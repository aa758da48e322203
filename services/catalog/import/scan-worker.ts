/** Walks folders in a worker thread with synchronous calls, which are the fastest, and never blocks the server. */
import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { ScanMessage, ScanOrder } from './scan.ts'

const audioFile = /\.(ogg|oga|opus|flac|mp3|m4a|m4b|aac|wav|wave|aiff?|aifc)$/i
const coverFile = /^(cover|folder|front)\b.*\.(jpe?g|png|webp|gif|bmp|tiff?)$/i
const skippedFolder =
  /^(\.|@eadir$|#recycle$|#snapshot$|\$recycle\.bin$|system volume information$|lost\+found$|__macosx$)/i
const directoriesMax = 1_000_000
/** The parts that this version reads from a file; another number has every file read anew. */
const readerVersion = 1

const { root, targets } = workerData as ScanOrder
const visited = new Set<string>()
let batch = emptyBatch()

function emptyBatch() {
  return {
    paths: [] as string[],
    fingerprints: [] as string[],
    modifiedMs: [] as number[],
    coverNames: [] as (string | null)[],
    lyricsNames: [] as (string | null)[],
  }
}

const post = (message: ScanMessage): void => parentPort?.postMessage(message)

function flush(): void {
  post({ type: 'files', ...batch })
  batch = emptyBatch()
}

const reasonOf = (error: unknown): string => (error as Error).message.replace(/, \w+ '.*$/s, '')

/** Depth first with a stack of its own, in order of names. */
function walk(start: string, deep: boolean): void {
  const stack = [start]
  while (stack.length > 0 && visited.size < directoriesMax) {
    const directory = stack.pop() as string
    const below = readDirectory(directory)
    if (deep) stack.push(...below.reverse())
    if (batch.paths.length >= 1000) flush()
  }
}

/** Notes a directory's music; returns its directories. */
function readDirectory(directory: string): string[] {
  const absolute = join(root, directory)
  let entries: Dirent[]
  try {
    const { dev, ino } = statSync(absolute)
    // Symbolic links can lead back: each directory is read once.
    const identity = `${dev}:${ino}`
    if (visited.has(identity)) return []
    visited.add(identity)
    entries = readdirSync(absolute, { withFileTypes: true })
  } catch (error) {
    // A directory that is not there is no fault, its music is gone; the folder itself not being there is one.
    const { code } = error as NodeJS.ErrnoException
    if (directory === '' || (code !== 'ENOENT' && code !== 'ENOTDIR')) {
      post({ type: 'unreadable', path: directory, reason: reasonOf(error) })
    }
    return []
  }
  const music: Entry[] = []
  const names = new Map<string, string>()
  const directories: string[] = []
  for (const entry of entries) {
    const path = directory === '' ? entry.name : `${directory}/${entry.name}`
    if (entry.name.startsWith('.')) continue
    const audio = audioFile.test(entry.name)
    if (entry.isDirectory()) {
      if (!skippedFolder.test(entry.name)) directories.push(path)
    } else if (entry.isSymbolicLink()) {
      const target = statSync(join(root, path), { throwIfNoEntry: false })
      if (target?.isDirectory() && !skippedFolder.test(entry.name)) directories.push(path)
      else if (target?.isFile() && audio) music.push({ name: entry.name, path })
    } else if (entry.isFile()) {
      if (audio) music.push({ name: entry.name, path })
      else names.set(entry.name.toLowerCase(), entry.name)
    }
  }
  noteMusic(directory, music, names)
  return directories.sort()
}

interface Entry {
  name: string
  path: string
}

function noteMusic(directory: string, music: Entry[], names: Map<string, string>): void {
  if (music.length === 0) return
  const cover = bestCover([...names.values()])
  const coverMark = cover ? `:c${mark(`${directory}/${cover}`)}` : ''
  for (const { name, path } of music.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const found = inspect(path)
    if (typeof found === 'string') {
      post({ type: 'failed', path, reason: found })
      continue
    }
    const stem = name.slice(0, name.lastIndexOf('.')).toLowerCase()
    const lyrics = names.get(`${stem}.lrc`) ?? names.get(`${stem}.txt`) ?? null
    const lyricsMark = lyrics ? `:l${mark(`${directory}/${lyrics}`)}` : ''
    batch.paths.push(path)
    batch.fingerprints.push(
      `${readerVersion}:${found.size}:${Math.trunc(found.mtimeMs)}${coverMark}${lyricsMark}`,
    )
    batch.modifiedMs.push(found.mtimeMs)
    batch.coverNames.push(cover)
    batch.lyricsNames.push(lyrics)
  }
}

/** The file's stats, or why it can't be taken. */
function inspect(path: string): Stats | string {
  if (path.includes('\0') || !path.isWellFormed()) return 'Its name is not valid text: rename it.'
  try {
    const stats = statSync(join(root, path), { throwIfNoEntry: false })
    if (stats) return stats
    return path.includes('\ufffd') ? 'Its name is not valid UTF-8: rename it.' : 'The file is gone.'
  } catch (error) {
    return reasonOf(error)
  }
}

const coverOrder = ['cover', 'folder', 'front']

/** `cover` before `folder` before `front`, an exact name before a longer one. */
function bestCover(names: string[]): string | null {
  const rank = (name: string): number =>
    coverOrder.findIndex((word) => name.toLowerCase().startsWith(word)) * 1000 + name.length
  return names.filter((name) => coverFile.test(name)).sort((a, b) => rank(a) - rank(b))[0] ?? null
}

function mark(path: string): string {
  const stats = statSync(join(root, path), { throwIfNoEntry: false })
  return stats ? `${stats.size}:${Math.trunc(stats.mtimeMs)}` : ''
}

for (const { directory, deep } of targets) walk(directory, deep)
flush()
post({ type: 'done' })
