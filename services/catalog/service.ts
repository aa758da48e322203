/** The catalog: music folders become tracks, albums, artists, genres and covers. */
import { resolve } from 'node:path'
import { booleanText, setting } from '@backbeat/runtime/config'
import { defineService } from '@backbeat/runtime/service'
import { z } from 'zod'
import { coverEntry, coverPrefix } from './covers/cover-entry.ts'
import { createCoverMaker } from './covers/cover-maker.ts'
import { writeDemoAlbum } from './demo-album/write-demo-album.ts'
import { createImporter } from './import/importer.ts'
import { watchFolders } from './import/watch.ts'
import { createLibrary, openFolders } from './library.ts'
import { catalogTables } from './migrations/2026-11-24-catalog.ts'
import { createReader } from './reader.ts'
import { routes } from './routes.ts'
import type { CatalogTables } from './store/tables.ts'

export const catalog = defineService({
  name: 'catalog',
  summary:
    'Imports music folders and answers what there is: artists, albums, tracks, genres, lyrics, covers.',
  needs: ['objects', 'encoder'],
  settings: {
    music: setting({
      env: 'BACKBEAT_MUSIC',
      flag: 'music',
      repeatable: true,
      schema: z.array(z.string().min(1)).default([]),
      doc: 'A folder with music. May be given several times.',
    }),
    watchMusic: setting({
      env: 'BACKBEAT_WATCH_MUSIC',
      schema: booleanText.prefault('true'),
      doc: 'Whether music folders are watched for changes: true, false (default true).',
    }),
    rescanMinutes: setting({
      env: 'BACKBEAT_RESCAN_MINUTES',
      schema: z
        .string()
        .regex(/^\d{1,5}$/, 'a whole number of minutes, 0 for never')
        .default('60')
        .transform(Number),
      doc: 'How often music folders are scanned besides being watched, in minutes; 0 for never (default 60).',
    }),
  },
  publishes: ['catalog.track-imported', 'catalog.track-removed'],
  consumes: [],
  migrations: { '2026-11-24-catalog': catalogTables },
  async start(context) {
    const { log, clock, outbox, dataDir } = context
    const { objects } = context.ports
    const db = context.database<CatalogTables>()
    const reader = createReader(db)
    const covers = createCoverMaker({
      db,
      objects,
      log,
      onBroken: reader.forget,
      busy: () => importing(importer.current().state),
    })
    const importer = createImporter({
      ...{ db, outbox, clock, log, onWritten: reader.forget },
      onFinished: covers.makePending,
      onUnsettled: (folderId, directories) => watch.lookAgain(folderId, directories),
    })
    const watch = watchFolders({ importer, log, ...context.settings })
    const library = createLibrary({
      ...{ db, objects, outbox, clock, importer, dataDir, onWritten: reader.forget },
      onFoldersChanged: watch.update,
      async makeDemo(directory) {
        await writeDemoAlbum(directory, context.ports.encoder, { signal: context.signal })
      },
    })
    const folders = await openFolders(
      context.settings.music.map((path) => resolve(path)),
      { db, objects, clock },
    )
    const watching = watch.update(folders)
    if (folders.length > 0) {
      // Begins when the watches stand, so that no change falls between.
      void importer.request({ key: 'all', folders: () => watching.then(library.folders) })
    }
    covers.makePending()
    const app = routes({ reader, library, log })
    return {
      fetch: async (request) => app.fetch(request),
      entries: [
        { prefix: coverPrefix, handle: coverEntry({ objects, log, render: covers.render }) },
      ],
      async stop() {
        await watch.stop()
        await importer.stop()
        await covers.stop()
      },
    }
  },
})

const importing = (state: string): boolean => state === 'scanning' || state === 'importing'
