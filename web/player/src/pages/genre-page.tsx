/** A genre: its albums and all of its songs. */
import type { Track } from '@backbeat/contracts/api/spotify'
import { useParams } from '@tanstack/react-router'
import { useCallback } from 'react'
import { catalogList, useGenres, useListStart } from '../api/catalog-queries.ts'
import { rowOfTrack } from '../api/track-row.ts'
import { useSparseList } from '../api/use-sparse-list.ts'
import { Hero } from '../components/hero.tsx'
import { Shelf } from '../components/shelf.tsx'
import { SkeletonShelf, SkeletonTracks } from '../components/skeleton.tsx'
import { ErrorState } from '../components/states.tsx'
import { AlbumCard } from './cards.tsx'
import { Facts } from './facts.tsx'
import { contexts, usePlayActions } from './play-actions.ts'
import { PlayButtons } from './play-buttons.tsx'
import { SparseTrackList } from './sparse-track-list.tsx'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'

export function GenrePage() {
  const { name } = useParams({ from: '/genre/$name' })
  usePage(name)
  return (
    <div className="page" key={name}>
      <GenreHead name={name} />
      <GenreAlbums name={name} />
      <GenreSongs name={name} />
    </div>
  )
}

function GenreHead({ name }: { name: string }) {
  const genre = useGenres().data?.find((each) => each.name === name)
  const play = usePlayActions()
  const facts = genre
    ? [words.count.albums(genre.album_count), words.count.songs(genre.track_count)]
    : []
  return (
    <Hero
      kind={words.kinds.genre}
      title={name}
      facts={<Facts of={facts} />}
      actions={
        <PlayButtons
          contextUri={contexts.genre(name).uri}
          onPlay={(shuffle) => play.genre(name, shuffle)}
        />
      }
    />
  )
}

function GenreAlbums({ name }: { name: string }) {
  const { data, isPending } = useListStart('albums', { genre: name, sort: 'added' }, 24)
  if (isPending) return <SkeletonShelf />
  if (!data || data.items.length === 0) return null
  return (
    <Shelf title={words.genres.albums}>
      {data.items.map((album) => (
        <AlbumCard key={album.id} album={album} />
      ))}
    </Shelf>
  )
}

function GenreSongs({ name }: { name: string }) {
  const list = useSparseList<Track>(
    `genre:${name}`,
    catalogList('tracks', { genre: name, sort: 'title' }),
  )
  const rowsFrom = useCallback(
    async (from: number) => {
      const query = { genre: name, sort: 'title' }
      const page = await catalogList('tracks', query)(from, 500, new AbortController().signal)
      return page.items.map(rowOfTrack)
    },
    [name],
  )
  return (
    <section className="page-section" aria-label={words.genres.songs}>
      <h2>{words.genres.songs}</h2>
      {list.error ? <ErrorState error={list.error} retry={list.retry} /> : null}
      {list.total === undefined && !list.error && <SkeletonTracks />}
      {list.total !== undefined && (
        <SparseTrackList
          list={list}
          rowOf={rowOfTrack}
          rowsFrom={rowsFrom}
          context={contexts.genre(name)}
          label={words.genres.songs}
        />
      )}
    </section>
  )
}
