/** How many sound qualities are still to be made. */
import { useMediaStatus } from '../api/operator-queries.ts'
import { SkeletonText } from '../components/skeleton.tsx'
import { formatNumber } from './format.ts'
import { words } from './strings.ts'

const figures = ['waiting', 'running', 'made', 'failed'] as const

export function RenditionQueue() {
  const { data: status, error } = useMediaStatus()
  if (error) return null
  return (
    <section className="box" aria-label={words.import.renditions}>
      <h2>{words.import.renditions}</h2>
      <p className="quiet">{words.import.renditionsText}</p>
      {!status && <SkeletonText width="40%" />}
      {status && (
        <dl className="figures">
          {figures.map((figure) => (
            <div key={figure} data-bad={(figure === 'failed' && status.failed > 0) || undefined}>
              <dt>{words.import.renditionFigures[figure]}</dt>
              <dd>{formatNumber(status[figure])}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
