/** The server's albums, artists, playlists and tracks as cards that lead there and play. */
import type { Shelf as ShelfData } from '@backbeat/contracts/api/app'
import type {
  Artist,
  SimplifiedAlbum,
  SimplifiedArtist,
  SimplifiedPlaylist,
  Track,
} from '@backbeat/contracts/api/spotify'
import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import { rowOfTrack } from '../api/track-row.ts'
import { Card } from '../components/card.tsx'
import { yearOf } from './format.ts'
import { contexts, usePlayActions } from './play-actions.ts'
import { words } from './strings.ts'

/** Names that lead to their artists. */
export function ArtistLinks({ artists }: { artists: Pick<SimplifiedArtist, 'id' | 'name'>[] }) {
  return artists.map((artist, index) => (
    <Fragment key={artist.id}>
      {index > 0 && ', '}
      <Link to="/artist/$id" params={{ id: artist.id }}>
        {artist.name}
      </Link>
    </Fragment>
  ))
}

/** `about` is what the second line says: who made it (default), or when. */
export function AlbumCard({ album, about }: { album: SimplifiedAlbum; about?: 'year' }) {
  const play = usePlayActions()
  const year = yearOf(album.release_date)
  const kind = words.kinds[album.album_type]
  return (
    <Card
      kind="album"
      to={`/album/${album.id}`}
      images={album.images}
      title={album.name}
      subtitle={
        about === 'year' ? (
          [year, kind].filter(Boolean).join(' · ')
        ) : (
          <ArtistLinks artists={album.artists} />
        )
      }
      onPlay={() => play.album(album.id, album.name)}
    />
  )
}

export function ArtistCard({ artist }: { artist: Artist }) {
  const play = usePlayActions()
  return (
    <Card
      kind="artist"
      to={`/artist/${artist.id}`}
      images={artist.images}
      title={artist.name}
      subtitle={words.kinds.artist}
      onPlay={() => play.artist(artist.id, artist.name)}
    />
  )
}

export function PlaylistCard({ playlist }: { playlist: SimplifiedPlaylist }) {
  const play = usePlayActions()
  return (
    <Card
      kind="playlist"
      to={`/playlist/${playlist.id}`}
      images={playlist.images}
      title={playlist.name}
      subtitle={words.count.songs(playlist.tracks.total)}
      onPlay={
        playlist.tracks.total > 0 ? () => play.playlist(playlist.id, playlist.name) : undefined
      }
    />
  )
}

interface TrackCardProps {
  tracks: Track[]
  index: number
  /** The shelf's title: where it plays from. */
  from: string
}

function TrackCard({ tracks, index, from }: TrackCardProps) {
  const play = usePlayActions()
  const track = tracks[index]
  if (!track) return null
  return (
    <Card
      kind="track"
      to={`/track/${track.id}`}
      images={track.album.images}
      title={track.name}
      subtitle={<ArtistLinks artists={track.artists} />}
      onPlay={() => play.rows(tracks.map(rowOfTrack), contexts.page('backbeat:home', from), index)}
    />
  )
}

/** The cards of a shelf, whatever it holds. */
export function shelfCards(shelf: ShelfData): ReactNode[] {
  switch (shelf.kind) {
    case 'albums':
      return shelf.items.map((album) => <AlbumCard key={album.id} album={album} />)
    case 'artists':
      return shelf.items.map((artist) => <ArtistCard key={artist.id} artist={artist} />)
    case 'playlists':
      return shelf.items.map((item) => <PlaylistCard key={item.id} playlist={item} />)
    case 'tracks':
      return shelf.items.map((track, index) => (
        <TrackCard key={track.id} tracks={shelf.items} index={index} from={shelf.title} />
      ))
  }
}
