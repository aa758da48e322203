/** Music folders and the import, for curators: what is read, how far it is, and what could not be taken. */
import { useEffect, useRef } from 'react'
import { catalogChanged, isImporting, startImport, useImport } from '../api/operator-queries.ts'
import { Button } from '../components/button.tsx'
import { SkeletonText } from '../components/skeleton.tsx'
import { ErrorState } from '../components/states.tsx'
import { useToasts } from '../components/toast.tsx'
import { DemoAlbum } from './import-demo.tsx'
import { ImportFailures } from './import-failures.tsx'
import { ImportFolders } from './import-folders.tsx'
import { ImportProgressView } from './import-progress.tsx'
import { RenditionQueue } from './import-renditions.tsx'
import { ForScope } from './no-permission.tsx'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'

export function ImportPage() {
  usePage(words.import.title)
  return (
    <ForScope scope="catalog:write">
      <div className="page operator">
        <h1>{words.import.title}</h1>
        <ImportFolders />
        <Progress />
        <DemoAlbum />
        <RenditionQueue />
      </div>
    </ForScope>
  )
}

function Progress() {
  const { data: progress, error, refetch } = useImport()
  useCatalogRefresh(isImporting(progress))
  return (
    <section className="box" aria-label={words.import.progress}>
      <header className="section-header">
        <h2>{words.import.progress}</h2>
        <ImportButtons busy={isImporting(progress)} />
      </header>
      {error && !progress && <ErrorState error={error} retry={() => void refetch()} />}
      {!progress && !error && <SkeletonText width="50%" />}
      {progress && <ImportProgressView progress={progress} />}
      {progress && <ImportFailures progress={progress} />}
    </section>
  )
}

function ImportButtons({ busy }: { busy: boolean }) {
  const toasts = useToasts()
  const run = (dryRun: boolean): void => {
    startImport(dryRun ? { dryRun } : {}).catch((error: unknown) => {
      toasts.show({ kind: 'error', text: words.failed(error) })
    })
  }
  return (
    <div className="button-row">
      <Button disabled={busy} onClick={() => run(true)}>
        {words.import.dryRun}
      </Button>
      <Button kind="primary" disabled={busy} onClick={() => run(false)}>
        {words.import.run}
      </Button>
    </div>
  )
}

/** When an import ends, every list of the catalog is read again. */
export function useCatalogRefresh(importing: boolean): void {
  const before = useRef(importing)
  useEffect(() => {
    if (before.current && !importing) void catalogChanged()
    before.current = importing
  }, [importing])
}
