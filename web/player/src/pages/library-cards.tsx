/** The albums and the artists of the library, as cards. */
import type { Artist, SimplifiedAlbum } from '@backbeat/contracts/api/spotify'
import { Disc3, Heart, Mic2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { catalogList } from '../api/catalog-queries.ts'
import { savedAlbums, useFollowedArtists } from '../api/listener-queries.ts'
import type { LoadPage } from '../api/sparse-pages.ts'
import { useSparseList } from '../api/use-sparse-list.ts'
import { CardGrid } from '../components/card.tsx'
import { SkeletonGrid } from '../components/skeleton.tsx'
import { EmptyState, ErrorState } from '../components/states.tsx'
import { CardRows } from './card-rows.tsx'
import { AlbumCard, ArtistCard } from './cards.tsx'
import { LibraryTools, type Sort, useLibraryChoices } from './library-tools.tsx'
import { words } from './strings.ts'

const albumSorts: Sort[] = ['added', 'title', 'released']
const artistSorts: Sort[] = ['name', 'added']

export function AlbumsTab() {
  const choices = useLibraryChoices(albumSorts)
  const { scope, sort, genre } = choices
  return (
    <>
      <LibraryTools choices={choices} sorts={albumSorts} mine={words.library.mine.albums} genres />
      {scope === 'mine' ? (
        <Cards<SimplifiedAlbum>
          name="saved-albums"
          load={savedAlbums}
          pageSize={50}
          empty={<MineEmpty />}
          label={words.library.mine.albums}
          card={(album) => <AlbumCard album={album} />}
        />
      ) : (
        <Cards<SimplifiedAlbum>
          key={`${sort}:${genre}`}
          name={`albums:${sort}:${genre}`}
          load={catalogList('albums', { sort, genre })}
          empty={<NoneHere icon={<Disc3 />} />}
          label={words.library.tabs.albums}
          card={(album) => <AlbumCard album={album} />}
        />
      )}
    </>
  )
}

export function ArtistsTab() {
  const choices = useLibraryChoices(artistSorts)
  const { scope, sort } = choices
  return (
    <>
      <LibraryTools choices={choices} sorts={artistSorts} mine={words.library.mine.artists} />
      {scope === 'mine' ? (
        <Followed />
      ) : (
        <Cards<Artist>
          key={sort}
          name={`artists:${sort}`}
          load={catalogList('artists', { sort })}
          empty={<NoneHere icon={<Mic2 />} />}
          label={words.library.tabs.artists}
          card={(artist) => <ArtistCard artist={artist} />}
          round
        />
      )}
    </>
  )
}

interface CardsProps<T> {
  name: string
  load: LoadPage<T>
  pageSize?: number
  card: (item: T) => ReactNode
  empty: ReactNode
  label: string
  round?: boolean
}

function Cards<T>({ name, load, pageSize, card, empty, label, round = false }: CardsProps<T>) {
  const list = useSparseList(`library:${name}`, load, pageSize)
  if (list.error) return <ErrorState error={list.error} retry={list.retry} />
  if (list.total === undefined) return <SkeletonGrid round={round} />
  if (list.total === 0) return empty
  return <CardRows list={list} card={card} label={label} round={round} />
}

function Followed() {
  const { data, error, refetch } = useFollowedArtists()
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonGrid round />
  const artists = data.pages.flatMap(({ items }) => items)
  if (artists.length === 0) return <MineEmpty />
  return (
    <CardGrid>
      {artists.map((artist) => (
        <ArtistCard key={artist.id} artist={artist} />
      ))}
    </CardGrid>
  )
}

export function MineEmpty() {
  return (
    <EmptyState
      icon={<Heart />}
      title={words.library.mineEmpty}
      text={words.library.mineEmptyText}
    />
  )
}

export function NoneHere({ icon }: { icon: ReactNode }) {
  return <EmptyState icon={icon} title={words.library.noneHere} text={words.library.noneHereText} />
}
