/** The one result that was most likely meant, large. */
import type { SearchAnswer } from '@backbeat/contracts/api/spotify'
import { Link } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import type { ReactNode } from 'react'
import { rowOfTrack } from '../api/track-row.ts'
import { IconButton } from '../components/button.tsx'
import { Cover } from '../components/cover.tsx'
import { useTint } from '../components/tint.ts'
import type { Image } from '../player/track.ts'
import { strings } from '../strings.ts'
import { ArtistLinks } from './cards.tsx'
import { Facts } from './facts.tsx'
import { contexts, type PlayActions, usePlayActions } from './play-actions.ts'
import { words } from './strings.ts'

interface Match {
  to: string
  name: string
  images: Image[]
  kind: string
  about?: ReactNode
  round?: boolean
  play: () => void
}

export function BestMatch({ answer }: { answer: SearchAnswer }) {
  const actions = usePlayActions()
  const match = matchOf(answer, actions)
  return match && <MatchCard match={match} />
}

function MatchCard({ match }: { match: Match }) {
  const tint = useTint(match.images, match.name)
  return (
    <section className="best-match" style={tint} aria-label={words.search.best}>
      <h2>{words.search.best}</h2>
      <div className="best-match-card">
        <Cover images={match.images} name={match.name} size={112} round={match.round} eager />
        <div className="best-match-text">
          <Link to={match.to}>{match.name}</Link>
          <p>
            <Facts of={[match.kind, match.about]} />
          </p>
        </div>
        <IconButton
          kind="play"
          size="large"
          label={strings.tracks.play(match.name)}
          icon={<Play fill="currentColor" />}
          onClick={match.play}
        />
      </div>
    </section>
  )
}

function matchOf(answer: SearchAnswer, play: PlayActions): Match | null {
  switch (answer.best?.type) {
    case 'artist':
      return artistMatch(answer, play)
    case 'album':
      return albumMatch(answer, play)
    case 'track':
      return trackMatch(answer, play)
    case 'playlist':
      return playlistMatch(answer, play)
    default:
      return null
  }
}

function artistMatch({ artists, best }: SearchAnswer, play: PlayActions): Match | null {
  const artist = artists?.items.find(({ id }) => id === best?.id)
  return artist
    ? {
        to: `/artist/${artist.id}`,
        name: artist.name,
        images: artist.images,
        kind: words.kinds.artist,
        round: true,
        play: () => play.artist(artist.id, artist.name),
      }
    : null
}

function albumMatch({ albums, best }: SearchAnswer, play: PlayActions): Match | null {
  const album = albums?.items.find(({ id }) => id === best?.id)
  return album
    ? {
        to: `/album/${album.id}`,
        name: album.name,
        images: album.images,
        kind: words.kinds[album.album_type],
        about: <ArtistLinks artists={album.artists} />,
        play: () => play.album(album.id, album.name),
      }
    : null
}

function trackMatch({ tracks, best }: SearchAnswer, play: PlayActions): Match | null {
  const track = tracks?.items.find(({ id }) => id === best?.id)
  return track
    ? {
        to: `/track/${track.id}`,
        name: track.name,
        images: track.album.images,
        kind: words.kinds.track,
        about: <ArtistLinks artists={track.artists} />,
        play: () => play.rows([rowOfTrack(track)], contexts.track(track.id, track.name)),
      }
    : null
}

function playlistMatch({ playlists, best }: SearchAnswer, play: PlayActions): Match | null {
  const playlist = playlists?.items.find(({ id }) => id === best?.id)
  return playlist
    ? {
        to: `/playlist/${playlist.id}`,
        name: playlist.name,
        images: playlist.images,
        kind: words.kinds.playlist,
        about: words.count.songs(playlist.tracks.total),
        play: () => play.playlist(playlist.id, playlist.name),
      }
    : null
}
