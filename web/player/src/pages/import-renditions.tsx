/** How many sound qualities are still to be made. */
import { useMediaStatus } from '../api/operator-queries.ts'
import { SkeletonText } from '../components/skeleton.tsx'
import { formatNumber } from './format.ts'
import { words } from './strings.ts'

export function RenditionQueue() {
  const { data: status, error } = useMediaStatus()
  if (error) return null
  return (
    <section className="panel" aria-label={words.import.renditions}>
      <h2>{words.import.renditions}</h2>
      <p className="quiet">{words.import.renditionsText}</p>
      {!status && <SkeletonText width="40%" />}
      {status && (
        <dl className="figures">
          {Object.entries(words.import.renditionFigures).map(([figure, name]) => (
            <div key={figure}>
              <dt>{name}</dt>
              <dd>{formatNumber(Number(status[figure] ?? 0))}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
