/** What plays, large: cover, names, where it plays from, and what is next. */

import type { Level } from '@backbeat/contracts/api/audio'
import { Link } from '@tanstack/react-router'
import { Disc3 } from 'lucide-react'
import { Cover } from '../components/cover.tsx'
import { TrackHeart } from '../components/heart.tsx'
import { EmptyState } from '../components/states.tsx'
import { ArtistNames } from '../components/track-links.tsx'
import { TrackMenuButton } from '../components/track-menu.tsx'
import { usePlayer } from '../player/use-player.ts'
import { strings } from '../strings.ts'

export function NowView() {
  const track = usePlayer((player) => player.current)
  const next = usePlayer((player) => player.queue[0])
  const context = usePlayer((player) => player.context)
  const rendition = usePlayer((player) => player.rendition)
  const skipTo = usePlayer((player) => player.skipTo)
  if (!track) {
    return (
      <EmptyState
        icon={<Disc3 />}
        title={strings.player.nothing}
        text={strings.player.nothingText}
      />
    )
  }
  return (
    <div className="now">
      <Cover images={track.album.images} name={track.album.name} eager />
      <div className="now-names">
        <div>
          <h2>
            <Link to="/track/$id" params={{ id: track.id }}>
              {track.name}
            </Link>
          </h2>
          <p>
            <ArtistNames artists={track.artists} />
          </p>
        </div>
        <TrackHeart track={track} />
        <TrackMenuButton name={track.name} tracks={[track]} />
      </div>
      <dl className="now-facts">
        {context && (
          <>
            <dt>{strings.player.playingFrom}</dt>
            <dd className="clip">{context.name}</dd>
          </>
        )}
        <dt>{strings.tracks.album}</dt>
        <dd className="clip">
          <Link to="/album/$id" params={{ id: track.album.id }}>
            {track.album.name}
          </Link>
        </dd>
        {rendition && (
          <>
            <dt>{strings.player.quality}</dt>
            <dd>{levelNames[rendition]}</dd>
          </>
        )}
      </dl>
      {next && (
        <section className="now-next">
          <h3>{strings.player.nextUp}</h3>
          <button type="button" onClick={() => skipTo(next.key)}>
            <Cover images={next.track.album.images} name={next.track.album.name} size={48} />
            <span>
              <strong className="clip">{next.track.name}</strong>
              <span className="clip">
                {next.track.artists.map((artist) => artist.name).join(', ')}
              </span>
            </span>
          </button>
        </section>
      )}
    </div>
  )
}

const levelNames: Record<Level, string> = {
  'ogg-96': 'Ogg Vorbis, 96 kbit/s',
  'ogg-160': 'Ogg Vorbis, 160 kbit/s',
  'ogg-320': 'Ogg Vorbis, 320 kbit/s',
  'aac-128': 'AAC, 128 kbit/s',
  original: strings.player.original,
}
