/**
 * A data folder whose catalog holds a generated library, written by the catalog's own code without any music files:
 * tags as an import would have read them. Its events wait in the outbox for the program to start.
 */
import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgres } from '@backbeat/adapters/embedded/postgres'
import { newEventId, newId } from '@backbeat/contracts/ids'
import { migrate, openDatabase, prepareDatabase } from '@backbeat/runtime/database'
import type { Outbox } from '@backbeat/runtime/outbox'
import { createOutboxTables, insertRows } from '@backbeat/runtime/outbox-store'
import { type Kysely, sql } from 'kysely'
import { planBatch, type ReadFile } from '../services/catalog/import/plan-batch.ts'
import { writeBatch } from '../services/catalog/import/write-batch.ts'
import { catalog } from '../services/catalog/service.ts'
import { countGenres } from '../services/catalog/store/import-store.ts'
import type { CatalogTables } from '../services/catalog/store/tables.ts'
import { type AlbumPlan, albumsOf } from './library.ts'

const batchTracks = 2000

export async function seedCatalog(dataDir: string, tracks: number): Promise<void> {
  // An empty folder looks like a disk that is not mounted: its music stays in the catalog.
  const musicFolder = join(dataDir, 'unmounted')
  await mkdir(musicFolder, { recursive: true })
  const postgres = await startPostgres(join(dataDir, 'postgres'))
  try {
    await prepareDatabase(postgres.url)
    const { db, close } = openDatabase(postgres.url, 'catalog')
    await migrate(db, 'catalog', catalog.migrations)
    await createOutboxTables(db)
    const size = { tracks, albums: tracks / 10, artists: tracks / 25 }
    await seed(db as Kysely<CatalogTables>, musicFolder, albumsOf(size))
    await close()
  } finally {
    await postgres.stop()
  }
}

async function seed(
  db: Kysely<CatalogTables>,
  musicFolder: string,
  albums: Iterable<AlbumPlan>,
): Promise<void> {
  const now = new Date()
  const folderId = newId()
  await db
    .insertInto('folders')
    .values({ id: folderId, path: musicFolder, added_at: now, error: null })
    .execute()
  const write = async (files: ReadFile[]) => {
    const planned = await planBatch(db, files, { gone: new Set(), hasTracks: false })
    await writeBatch({ planned, failed: [], vacated: [] }, { db, outbox: waitingOutbox, now })
  }
  let files: ReadFile[] = []
  for (const album of albums) {
    files.push(...album.tracks.map((_title, at) => fileOf(album, at, folderId)))
    if (files.length < batchTracks) continue
    await write(files)
    files = []
  }
  if (files.length > 0) await write(files)
  await countGenres(db)
  // PostgreSQL does so by itself within a minute.
  await sql`analyze`.execute(db)
}

/** Rows for the relay that the program starts. */
const waitingOutbox: Outbox = {
  write: async (trx, written) => {
    const events = written.map(({ type, data, userId }) => ({
      ...{ id: newEventId(), type, time: Date.now(), receivedAt: Date.now(), data },
      ...{ producerId: 'seed', epoch: 0, sequence: 0, userId: userId ?? null },
    }))
    for (let at = 0; at < events.length; at += 500) {
      await insertRows(trx, events.slice(at, at + 500), 'outbox_catalog')
    }
  },
}

function fileOf(album: AlbumPlan, at: number, folderId: string): ReadFile {
  const title = album.tracks[at] as string
  const path = `${album.artist}/${album.name} (${album.number})/${at + 1} - ${title}.flac`
  const found = { path, fingerprint: path.length.toString() }
  const credits = [{ name: album.artist, mbid: null }]
  return {
    file: { ...found, folderId, previousId: null, coverName: null, lyricsName: null },
    track: {
      ...found,
      cover: null,
      lyrics: null,
      audio: {
        ...{ codec: 'flac', container: 'flac', bitrateKbps: 900, sampleRateHz: 44_100 },
        ...{ bitsPerSample: 16, channels: 2, bytes: 27_000_000 },
        hash: createHash('sha256').update(path).digest('hex'),
        durationMs: 120_000 + at * 7000,
      },
      tags: {
        ...{ title, artists: credits, albumArtists: credits, album: album.name },
        ...{ compilation: false, releaseTypes: ['album'], discNumber: 1, trackNumber: at + 1 },
        ...{ trackTotal: album.tracks.length, date: String(album.year), genres: [album.genre] },
        ...{ label: null, isrc: null, recordingMbid: null, releaseMbid: null },
        ...{ replayGainTrackDb: null, replayGainAlbumDb: null },
      },
    },
  }
}
