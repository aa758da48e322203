/** Third step: the music comes in, its covers appear, and listening can begin. */
import type { ImportProgress } from '@backbeat/contracts/api/catalog'
import type { SimplifiedAlbum } from '@backbeat/contracts/api/spotify'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { catalogList } from '../api/catalog-queries.ts'
import { catalogChanged, isImporting } from '../api/operator-queries.ts'
import { Button } from '../components/button.tsx'
import { Cover } from '../components/cover.tsx'
import { ImportFailures } from './import-failures.tsx'
import { ProgressBar } from './import-progress.tsx'
import { SetupMusic } from './setup-music.tsx'
import { words } from './strings.ts'

const coversMax = 18

export function SetupImport({ progress }: { progress: ImportProgress }) {
  const running = isImporting(progress)
  const { albums, total } = useComingAlbums(running)
  const [another, setAnother] = useState(false)
  if (!running && another) return <SetupMusic />
  const empty = !running && total === 0
  return (
    <div className="stack">
      <h2>{headline(progress, empty)}</h2>
      <p className="quiet" role="status">
        {about(progress, empty)}
      </p>
      {running && <ProgressBar progress={progress} />}
      <div className="setup-covers">
        {albums.map((album) => (
          <Cover key={album.id} images={album.images} name={album.name} size="fill" />
        ))}
      </div>
      {total > 0 && <p className="quiet">{words.count.albums(total)}</p>}
      {!running && <ImportFailures progress={progress} />}
      {empty ? (
        <Button kind="primary" onClick={() => setAnother(true)}>
          {words.setup.other}
        </Button>
      ) : (
        <Listen running={running} ready={total > 0} added={progress.added} />
      )}
    </div>
  )
}

function about(progress: ImportProgress, empty: boolean): string {
  if (empty) return progress.error ?? words.setup.nothingFoundText
  if (progress.state === 'scanning' && progress.filesFound === 0) return words.setup.preparing
  return words.import.filesOf(progress.filesDone, progress.filesFound)
}

function headline(progress: ImportProgress, empty: boolean): string {
  if (isImporting(progress)) return words.setup.importTitle
  return empty ? words.setup.nothingFound : words.setup.doneTitle
}

function Listen({ running, ready, added }: { running: boolean; ready: boolean; added: number }) {
  const navigate = useNavigate()
  const go = async (): Promise<void> => {
    await catalogChanged()
    await navigate({ to: '/' })
  }
  return (
    <div className="button-row">
      <Button kind="primary" size="large" disabled={!ready} onClick={() => void go()}>
        {running ? words.setup.background : words.setup.listen}
      </Button>
      {!running && added > 0 && <span className="quiet">{words.count.songs(added)}</span>}
    </div>
  )
}

function useComingAlbums(running: boolean): { albums: SimplifiedAlbum[]; total: number } {
  const { data } = useQuery({
    queryKey: ['setup-albums', running],
    queryFn: ({ signal }) => catalogList('albums', { sort: 'added' })(0, coversMax, signal),
    refetchInterval: running ? 1000 : 4000,
    staleTime: 0,
    placeholderData: (before) => before,
  })
  return { albums: data?.items ?? [], total: data?.total ?? 0 }
}
