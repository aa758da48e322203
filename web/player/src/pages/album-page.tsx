/** An album: its songs by disc, and what else its artist made. */
import type { Album } from '@backbeat/contracts/api/spotify'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useAlbum, useArtistAlbums } from '../api/catalog-queries.ts'
import { rowOfAlbumTrack } from '../api/track-row.ts'
import { Hero } from '../components/hero.tsx'
import { Shelf } from '../components/shelf.tsx'
import { SkeletonHero, SkeletonTracks } from '../components/skeleton.tsx'
import { ErrorState } from '../components/states.tsx'
import { TrackList } from '../components/track-list.tsx'
import { AlbumCard, ArtistLinks } from './cards.tsx'
import { Facts } from './facts.tsx'
import { formatDate, formatTotal, yearOf } from './format.ts'
import { LikeButton } from './like-button.tsx'
import { contexts, usePlayActions } from './play-actions.ts'
import { PlayButtons } from './play-buttons.tsx'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'

export function AlbumPage() {
  const { id } = useParams({ from: '/album/$id' })
  const { data: album, error, refetch } = useAlbum(id)
  usePage(album?.name)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!album) {
    return (
      <div className="page">
        <SkeletonHero />
        <SkeletonTracks />
      </div>
    )
  }
  return <AlbumView album={album} />
}

function AlbumView({ album }: { album: Album }) {
  const context = contexts.album(album.id, album.name)
  const rows = useMemo(
    () => album.tracks.items.map((track) => rowOfAlbumTrack(track, album)),
    [album],
  )
  return (
    <div className="page">
      <AlbumHead album={album} />
      <TrackList
        tracks={rows}
        context={context}
        numbers="track"
        columns={album.artists.length > 1 || album.album_type === 'compilation' ? ['artist'] : []}
        label={album.name}
      />
      <AlbumNotes album={album} />
      <MoreByArtist album={album} />
    </div>
  )
}

function AlbumHead({ album }: { album: Album }) {
  const play = usePlayActions()
  return (
    <Hero
      kind={words.kinds[album.album_type]}
      title={album.name}
      images={album.images}
      facts={
        <Facts
          of={[
            <ArtistLinks key="artists" artists={album.artists} />,
            yearOf(album.release_date),
            words.count.songs(album.total_tracks),
            formatTotal(album.duration_ms),
          ]}
        />
      }
      actions={
        <>
          <PlayButtons
            contextUri={contexts.album(album.id, album.name).uri}
            onPlay={(shuffle) => play.album(album.id, album.name, shuffle)}
          />
          <LikeButton kind="album" id={album.id} name={album.name} />
        </>
      }
    />
  )
}

function AlbumNotes({ album }: { album: Album }) {
  return (
    <p className="page-notes">
      <Facts
        of={[
          album.release_date.length === 10 ? formatDate(album.release_date) : null,
          album.label,
          ...album.copyrights.map(({ text }) => text),
          ...album.genres,
        ]}
      />
    </p>
  )
}

function MoreByArtist({ album }: { album: Album }) {
  const artist = album.artists[0]
  const albums = useArtistAlbums(artist?.id ?? '').data ?? []
  const others = albums.filter(
    ({ id, album_group }) => id !== album.id && album_group !== 'appears_on',
  )
  if (!artist || others.length === 0) return null
  return (
    <Shelf title={words.album.moreBy(artist.name)} to={`/artist/${artist.id}`}>
      {others.map((other) => (
        <AlbumCard key={other.id} album={other} about="year" />
      ))}
    </Shelf>
  )
}
