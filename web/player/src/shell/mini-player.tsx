/** Phones: what plays, in one line above the tabs. A tap or a swipe up opens the full player. */
import { Cover } from '../components/cover.tsx'
import { TrackHeart } from '../components/heart.tsx'
import { usePlayer } from '../player/use-player.ts'
import { strings } from '../strings.ts'
import { showSheet } from './layout-store.ts'
import { useSwipe } from './swipe.ts'
import { PlayPause } from './transport.tsx'

export function MiniPlayer() {
  const track = usePlayer((player) => player.current)
  const problem = usePlayer((player) => player.problem)
  const next = usePlayer((player) => player.next)
  const previous = usePlayer((player) => player.previous)
  const swipe = useSwipe({ up: () => showSheet(true), left: next, right: previous })
  if (!track) return null
  return (
    <section className="mini-player" aria-label={strings.player.bar} {...swipe}>
      <button
        type="button"
        className="mini-player-open"
        aria-label={strings.player.open}
        onClick={() => showSheet(true)}
      >
        <Cover images={track.album.images} name={track.album.name} size={44} eager />
        <span>
          <strong className="clip">{track.name}</strong>
          <span className="clip">
            {problem ?? track.artists.map((artist) => artist.name).join(', ')}
          </span>
        </span>
      </button>
      <TrackHeart track={track} />
      <PlayPause />
      <MiniProgress />
    </section>
  )
}

function MiniProgress() {
  const share = usePlayer((player) => (player.duration ? player.position / player.duration : 0))
  return <span className="mini-progress" style={{ scale: `${share} 1` }} />
}
