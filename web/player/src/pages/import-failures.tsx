/** The files that could not be taken, each with its reason; filterable. */
import type { ImportProgress } from '@backbeat/contracts/api/catalog'
import { Search } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { TextField } from '../components/text-field.tsx'
import { words } from './strings.ts'

const shownMax = 200

export function ImportFailures({ progress }: { progress: ImportProgress }) {
  const [filter, setFilter] = useState('')
  const wanted = useDeferredValue(filter.trim().toLowerCase())
  const { failures, failureCount } = progress
  const matching = useMemo(
    () => failures.filter((each) => `${each.path} ${each.reason}`.toLowerCase().includes(wanted)),
    [failures, wanted],
  )
  if (failureCount === 0) return null
  const shown = matching.slice(0, shownMax)
  const more = (wanted === '' ? failureCount : matching.length) - shown.length
  return (
    <div className="failures">
      <header className="section-header">
        <h3>{words.import.failuresTitle}</h3>
        <TextField
          label={words.import.failuresFilter}
          labelHidden
          type="search"
          icon={<Search />}
          placeholder={words.import.failuresFilter}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keyboard */}
      <section className="table-scroll" tabIndex={0} aria-label={words.import.failuresTitle}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.import.path}</th>
              <th scope="col">{words.import.reason}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ path, reason }) => (
              <tr key={path}>
                <td className="path">{path}</td>
                <td>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more > 0 && <p className="quiet">{words.import.failuresMore(more)}</p>}
    </div>
  )
}
