/** All genres of the catalog. */
import { Tags } from 'lucide-react'
import { useGenres } from '../api/catalog-queries.ts'
import { EmptyState, ErrorState } from '../components/states.tsx'
import { GenreTiles } from './genre-tiles.tsx'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'

export function GenresPage() {
  usePage(words.genres.title)
  const { data, error, refetch } = useGenres()
  return (
    <div className="page">
      <h1>{words.genres.title}</h1>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && <GenresSkeleton />}
      {data?.length === 0 && (
        <EmptyState icon={<Tags />} title={words.genres.empty} text={words.genres.emptyText} />
      )}
      {data && <GenreTiles genres={data} />}
    </div>
  )
}

function GenresSkeleton() {
  return (
    <div className="genre-tiles" aria-hidden="true">
      {Array.from({ length: 12 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: skeletons are alike
        <span key={index} className="genre-tile skeleton" />
      ))}
    </div>
  )
}
