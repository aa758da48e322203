/** How far an import is and what it did, in numbers that stay in their places. */
import type { ImportProgress } from '@backbeat/contracts/api/catalog'
import { isImporting } from '../api/operator-queries.ts'
import { formatAgo, formatExact, formatNumber } from './format.ts'
import { words } from './strings.ts'

const figures = ['added', 'changed', 'moved', 'unchanged', 'removed'] as const

export function ImportProgressView({ progress }: { progress: ImportProgress }) {
  const running = isImporting(progress)
  return (
    <div className="import-progress" data-state={progress.state}>
      <p className="import-state" role="status">
        <strong>{words.import.states[progress.state]}</strong>
        {progress.state === 'importing' && (
          <span>{words.import.filesOf(progress.filesDone, progress.filesFound)}</span>
        )}
        {progress.state === 'scanning' && <span>{words.count.files(progress.filesFound)}</span>}
        {!running && progress.finishedAt && (
          <time dateTime={progress.finishedAt} title={formatExact(progress.finishedAt)}>
            {words.import.finished(formatAgo(progress.finishedAt))}
          </time>
        )}
      </p>
      {running && <ProgressBar progress={progress} />}
      {progress.error && (
        <p className="problem" role="alert">
          {progress.error}
        </p>
      )}
      <dl className="figures">
        {figures.map((figure) => (
          <div key={figure}>
            <dt>{words.import[figure]}</dt>
            <dd>{formatNumber(progress[figure])}</dd>
          </div>
        ))}
        <div data-bad={progress.failureCount > 0 || undefined}>
          <dt>{words.import.failures}</dt>
          <dd>{formatNumber(progress.failureCount)}</dd>
        </div>
      </dl>
    </div>
  )
}

export function ProgressBar({ progress }: { progress: ImportProgress }) {
  const known = progress.state === 'importing' && progress.filesFound > 0
  return (
    <progress
      aria-label={words.import.progress}
      {...(known ? { value: progress.filesDone, max: progress.filesFound } : {})}
    />
  )
}
