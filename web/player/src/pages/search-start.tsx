/** The search page before anything is typed. */
import { X } from 'lucide-react'
import { useGenres } from '../api/catalog-queries.ts'
import { Button, IconButton } from '../components/button.tsx'
import { GenreTiles } from './genre-tiles.tsx'
import { forgetSearch, forgetSearches, useRecentSearches } from './recent-searches.ts'
import { words } from './strings.ts'

const genresShownMax = 48

export function SearchStart({ onPick }: { onPick: (text: string) => void }) {
  const genres = useGenres().data ?? []
  return (
    <>
      <RecentSearches onPick={onPick} />
      {genres.length > 0 && (
        <section className="page-section" aria-label={words.search.browse}>
          <h2>{words.search.browse}</h2>
          <GenreTiles genres={genres.slice(0, genresShownMax)} />
        </section>
      )}
    </>
  )
}

function RecentSearches({ onPick }: { onPick: (text: string) => void }) {
  const searches = useRecentSearches()
  if (searches.length === 0) return null
  return (
    <section className="page-section" aria-label={words.search.recent}>
      <header className="section-header">
        <h2>{words.search.recent}</h2>
        <Button kind="quiet" size="small" onClick={forgetSearches}>
          {words.search.forgetAll}
        </Button>
      </header>
      <ul className="recent-searches">
        {searches.map((text) => (
          <li key={text}>
            <button type="button" className="recent-search" onClick={() => onPick(text)}>
              {text}
            </button>
            <IconButton
              size="small"
              label={words.search.forget(text)}
              icon={<X />}
              onClick={() => forgetSearch(text)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
