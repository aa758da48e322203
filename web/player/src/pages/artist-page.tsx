/** An artist: what is heard most, and the discography by kind. */
import type { Artist, SimplifiedAlbum } from '@backbeat/contracts/api/spotify'
import { useParams } from '@tanstack/react-router'
import { Disc3 } from 'lucide-react'
import { useState } from 'react'
import { useArtist, useArtistAlbums, useArtistTopTracks } from '../api/catalog-queries.ts'
import { rowOfTrack } from '../api/track-row.ts'
import { Button } from '../components/button.tsx'
import { Hero } from '../components/hero.tsx'
import { Shelf } from '../components/shelf.tsx'
import { SkeletonHero, SkeletonShelf, SkeletonTracks } from '../components/skeleton.tsx'
import { EmptyState, ErrorState } from '../components/states.tsx'
import { TrackList } from '../components/track-list.tsx'
import { AlbumCard } from './cards.tsx'
import { Facts } from './facts.tsx'
import { GenreLinks } from './genre-links.tsx'
import { LikeButton } from './like-button.tsx'
import { contexts, usePlayActions } from './play-actions.ts'
import { PlayButtons } from './play-buttons.tsx'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'

const popularAtFirst = 5

export function ArtistPage() {
  const { id } = useParams({ from: '/artist/$id' })
  const { data: artist, error, refetch } = useArtist(id)
  usePage(artist?.name)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!artist) {
    return (
      <div className="page">
        <SkeletonHero round />
        <SkeletonTracks count={popularAtFirst} />
        <SkeletonShelf />
      </div>
    )
  }
  return (
    <div className="page">
      <ArtistHead artist={artist} />
      <Popular key={artist.id} artist={artist} />
      <Discography artist={artist} />
    </div>
  )
}

function ArtistHead({ artist }: { artist: Artist }) {
  const play = usePlayActions()
  return (
    <Hero
      kind={words.kinds.artist}
      title={artist.name}
      images={artist.images}
      round
      facts={
        <Facts
          of={[
            artist.album_count > 0 ? words.count.albums(artist.album_count) : null,
            words.count.songs(artist.track_count),
            artist.genres.length > 0 ? <GenreLinks key="genres" genres={artist.genres} /> : null,
          ]}
        />
      }
      actions={
        <>
          <PlayButtons
            contextUri={contexts.artist(artist.id, artist.name).uri}
            onPlay={(shuffle) => play.artist(artist.id, artist.name, shuffle)}
          />
          <LikeButton wordy kind="artist" id={artist.id} name={artist.name} />
        </>
      }
    />
  )
}

function Popular({ artist }: { artist: Artist }) {
  const top = useArtistTopTracks(artist.id)
  const [all, setAll] = useState(false)
  if (top.isPending) return <SkeletonTracks count={popularAtFirst} />
  const rows = (top.data ?? []).map(rowOfTrack)
  if (rows.length === 0) return null
  return (
    <section className="page-section" aria-label={words.artist.popular}>
      <h2>{words.artist.popular}</h2>
      <TrackList
        tracks={all ? rows : rows.slice(0, popularAtFirst)}
        context={contexts.artist(artist.id, artist.name)}
        label={words.artist.popular}
        headless
      />
      {rows.length > popularAtFirst && (
        <Button kind="quiet" size="small" onClick={() => setAll(!all)}>
          {all ? words.actions.showLess : words.actions.showAll}
        </Button>
      )}
    </section>
  )
}

function Discography({ artist }: { artist: Artist }) {
  const { data, error, refetch } = useArtistAlbums(artist.id)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonShelf />
  if (data.length === 0) {
    return (
      <EmptyState icon={<Disc3 />} title={words.artist.noAlbums} text={words.artist.noAlbumsText} />
    )
  }
  return (
    <>
      <AlbumShelf title={words.artist.albums} albums={inGroup(data, 'album')} />
      <AlbumShelf title={words.artist.singles} albums={inGroup(data, 'single')} />
      <AlbumShelf title={words.artist.compilations} albums={inGroup(data, 'compilation')} />
      <AlbumShelf title={words.artist.appearsOn} albums={inGroup(data, 'appears_on')} />
    </>
  )
}

function inGroup(albums: SimplifiedAlbum[], group: string): SimplifiedAlbum[] {
  return albums.filter((album) => (album.album_group ?? album.album_type) === group)
}

function AlbumShelf({ title, albums }: { title: string; albums: SimplifiedAlbum[] }) {
  if (albums.length === 0) return null
  return (
    <Shelf title={title}>
      {albums.map((album) => (
        <AlbumCard key={album.id} album={album} about="year" />
      ))}
    </Shelf>
  )
}
