/** Search: results while typing, grouped by kind; before typing, recent searches and genres to browse. */
import { Search, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { useSearch } from '../api/catalog-queries.ts'
import { IconButton } from '../components/button.tsx'
import { SkeletonShelf, SkeletonTracks } from '../components/skeleton.tsx'
import { EmptyState, ErrorState } from '../components/states.tsx'
import { TextField } from '../components/text-field.tsx'
import { rememberSearch } from './recent-searches.ts'
import { resultKeys } from './result-keys.ts'
import { SearchResults, totalOf } from './search-results.tsx'
import { SearchStart } from './search-start.tsx'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'
import { type SearchText, useSearchText } from './use-search-text.ts'

export function SearchPage() {
  const text = useSearchText()
  usePage(text.asked === '' ? words.search.title : `${text.asked} – ${words.search.title}`)
  const field = useRef<HTMLInputElement>(null)
  const area = useRef<HTMLDivElement>(null)
  const [keys] = useState(() => resultKeys(field, area))
  return (
    <div className="page search-page">
      <h1 className="visually-hidden">{words.search.title}</h1>
      <search className="search-field">
        <TextField
          ref={field}
          label={words.search.label}
          labelHidden
          type="search"
          icon={<Search />}
          placeholder={words.search.placeholder}
          value={text.typed}
          onChange={(event) => text.setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') rememberSearch(text.typed)
            keys.onFieldKey(event)
          }}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          autoFocus
        />
        {text.typed !== '' && (
          <IconButton
            label={words.search.clear}
            icon={<X />}
            onClick={() => {
              text.setTyped('')
              field.current?.focus()
            }}
          />
        )}
      </search>
      <div
        ref={area}
        onKeyDownCapture={keys.onResultKey}
        onClickCapture={() => rememberSearch(text.asked)}
      >
        {text.asked === '' ? <SearchStart onPick={text.setTyped} /> : <Answer text={text} />}
      </div>
    </div>
  )
}

function Answer({ text }: { text: SearchText }) {
  const { data, error, refetch, isPlaceholderData } = useSearch(text.asked)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <AnswerSkeleton />
  const total = totalOf(data)
  return (
    <>
      <p className="visually-hidden" role="status">
        {isPlaceholderData ? '' : words.search.results(total)}
      </p>
      {total === 0 && !isPlaceholderData ? (
        <EmptyState
          icon={<Search />}
          title={words.search.nothing(text.asked)}
          text={words.search.nothingText}
        />
      ) : (
        <SearchResults text={text.asked} answer={data} />
      )}
    </>
  )
}

function AnswerSkeleton() {
  return (
    <>
      <SkeletonTracks count={5} />
      <SkeletonShelf />
      <SkeletonShelf round />
    </>
  )
}
