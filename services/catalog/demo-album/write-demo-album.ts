/**
 * Writes the demo album: pieces that the program plays itself, as tagged FLAC files with a cover and, for a song, timed
 * words. The same bytes at every run; files that are there already are written anew.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { AudioEncoder } from '@backbeat/ports/audio-encoder'
import { type WorkerProcess, workerProcess } from '@backbeat/runtime/worker-process'
import { drawCover } from './cover.ts'
import { type Cover, type Tags, withTags } from './flac-tags.ts'
import { album, pieces } from './pieces/album.ts'
import type { Piece } from './pieces/piece.ts'
import type { RenderTask } from './worker.ts'

export interface DemoAlbumOptions {
  signal?: AbortSignal
  /** How many of the pieces, in order; all by default. */
  count?: number
}

const target = {
  codec: 'flac',
  container: 'flac',
  bitrateKbps: 0,
  sampleRateHz: 44_100,
} as const
const renderTimeoutMs = 120_000

/** The paths of the music files, in the order of the album. Throws `encode-failed`, `encoder-missing`, `unavailable`. */
export async function writeDemoAlbum(
  directory: string,
  encoder: AudioEncoder,
  { signal, count = pieces.length }: DemoAlbumOptions = {},
): Promise<string[]> {
  await mkdir(directory, { recursive: true })
  // Two: while one piece is encoded, the next is rendered.
  const workers = [newWorker(), newWorker()]
  try {
    const cover = await drawCover()
    await writeWhole(join(directory, 'cover.jpg'), cover.jpeg)
    const paths: string[] = []
    let next = 0
    const work = async (worker: WorkerProcess) => {
      while (next < count) {
        const index = next++
        paths[index] = await writePiece({ directory, encoder, worker, cover, index, signal })
      }
    }
    await Promise.all(workers.map(work))
    return paths
  } finally {
    await Promise.all(workers.map((worker) => worker.close()))
  }
}

const newWorker = (): WorkerProcess =>
  workerProcess({ module: join(import.meta.dirname, 'worker.ts'), memoryMibMax: 1024 })

interface PieceJob {
  directory: string
  encoder: AudioEncoder
  worker: WorkerProcess
  cover: Cover
  index: number
  signal: AbortSignal | undefined
}

async function writePiece(job: PieceJob): Promise<string> {
  const { directory, encoder, worker, cover, index, signal } = job
  const piece = pieces[index] as Piece
  const base = join(directory, `${String(index + 1).padStart(2, '0')} ${piece.title}`)
  // Names without an extension of music, so that a watched folder does not take them for songs.
  const wavPath = `${base}.${randomUUID()}.rendering`
  const flacPath = `${base}.${randomUUID()}.encoding`
  try {
    const task: RenderTask = { piece: index, wavPath }
    await worker.run(task, { timeoutMs: renderTimeoutMs, signal }).catch((cause: unknown) => {
      throw new BackbeatError('unavailable', `The demo album can't be made: ${cause}`, { cause })
    })
    await encoder.encode(wavPath, flacPath, target, signal ? { signal } : {})
    const lyrics = lyricsOf(piece)
    if (lyrics) await writeWhole(`${base}.lrc`, Buffer.from(lyrics))
    await writeWhole(
      `${base}.flac`,
      withTags(await readFile(flacPath), tagsOf(piece, index), cover),
    )
    return `${base}.flac`
  } finally {
    await Promise.all([wavPath, flacPath].map((path) => rm(path, { force: true })))
  }
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const temporary = `${path}.${randomUUID()}.writing`
  await writeFile(temporary, bytes)
  await rename(temporary, path)
}

const tagsOf = (piece: Piece, index: number): Tags => [
  ['TITLE', piece.title],
  ['ARTIST', album.artist],
  ['ALBUM', album.title],
  ['ALBUMARTIST', album.artist],
  ['TRACKNUMBER', String(index + 1)],
  ['TRACKTOTAL', String(pieces.length)],
  ['DISCNUMBER', '1'],
  ['DISCTOTAL', '1'],
  ['DATE', String(album.year)],
  ['LABEL', album.label],
  ['BPM', String(piece.bpm)],
  ['COPYRIGHT', 'Made by Backbeat itself; free to use for any purpose.'],
  ...piece.genres.map((genre) => ['GENRE', genre] as const),
]

/** LRC: `[mm:ss.xx]` before each line. */
function lyricsOf({ title, lyrics }: Piece): string | null {
  if (!lyrics) return null
  const lines = lyrics.map(({ seconds, text }) => {
    const minutes = String(Math.floor(seconds / 60)).padStart(2, '0')
    return `[${minutes}:${(seconds % 60).toFixed(2).padStart(5, '0')}]${text}`
  })
  return [`[ti:${title}]`, `[ar:${album.artist}]`, `[al:${album.title}]`, ...lines, ''].join('\n')
}
