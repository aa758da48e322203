/** Choices above a library list: everything or one's own, order, genre. All are kept in the address. */
import { useGenres } from '../api/catalog-queries.ts'
import { SelectField } from './select-field.tsx'
import { words } from './strings.ts'
import { useUrlState } from './use-url-state.ts'

export type Scope = 'all' | 'mine'
export type Sort = keyof typeof words.library.sorts

export interface LibraryChoices {
  scope: Scope
  sort: Sort
  genre: string
  set: (change: { scope?: string; sort?: string; genre?: string }) => void
}

export function useLibraryChoices(sorts: readonly Sort[]): LibraryChoices {
  const [state, set] = useUrlState<'scope' | 'sort' | 'genre'>('/library')
  const sort = sorts.find((each) => each === state.sort) ?? sorts[0] ?? 'title'
  return { scope: state.scope === 'mine' ? 'mine' : 'all', sort, genre: state.genre ?? '', set }
}

interface LibraryToolsProps {
  choices: LibraryChoices
  sorts: readonly Sort[]
  /** What one's own is called here. */
  mine: string
  genres?: boolean
}

export function LibraryTools({ choices, sorts, mine, genres = false }: LibraryToolsProps) {
  const all = choices.scope === 'all'
  return (
    <div className="list-tools">
      <SelectField<Scope>
        label={words.library.scope}
        value={choices.scope}
        options={[
          { value: 'all', label: words.library.all },
          { value: 'mine', label: mine },
        ]}
        onChange={(scope) => choices.set({ scope })}
      />
      {all && genres && <GenreChoice choices={choices} />}
      {all && sorts.length > 1 && (
        <SelectField<Sort>
          label={words.library.sort}
          value={choices.sort}
          options={sorts.map((value) => ({ value, label: words.library.sorts[value] }))}
          onChange={(sort) => choices.set({ sort })}
        />
      )}
    </div>
  )
}

function GenreChoice({ choices }: { choices: LibraryChoices }) {
  const genres = useGenres().data ?? []
  const options = genres.map(({ name }) => ({ value: name, label: name }))
  return (
    <SelectField
      label={words.library.genre}
      value={choices.genre}
      options={[{ value: '', label: words.library.allGenres }, ...options]}
      onChange={(genre) => choices.set({ genre })}
    />
  )
}
