/** The bar at the bottom of large screens: what plays, the transport, and where more of it is. */
import { Link } from '@tanstack/react-router'
import { ListMusic, MicVocal, PanelRight, Volume, Volume1, Volume2, VolumeX } from 'lucide-react'
import { IconButton } from '../components/button.tsx'
import { Cover } from '../components/cover.tsx'
import { useTrackDrop } from '../components/drag.ts'
import { TrackHeart } from '../components/heart.tsx'
import { useQueueActions } from '../components/queue-actions.ts'
import { Slider } from '../components/slider.tsx'
import { ArtistNames } from '../components/track-links.tsx'
import { openTrackMenu } from '../components/track-menu-store.ts'
import type { TrackRow } from '../player/track.ts'
import { usePlayer } from '../player/use-player.ts'
import { strings } from '../strings.ts'
import { type PanelTab, togglePanel, useLayout } from './layout-store.ts'
import { Position, Transport } from './transport.tsx'

export function PlayerBar() {
  const current = usePlayer((player) => player.current)
  return (
    <section className="player-bar" aria-label={strings.player.bar}>
      <div className="player-bar-track">
        {current ? <NowPlaying track={current} /> : <Silence />}
      </div>
      <div className="player-bar-center">
        <Transport />
        <Position />
      </div>
      <div className="player-bar-end">
        <PanelButton tab="lyrics" label={strings.player.lyrics} icon={<MicVocal />} />
        <QueueButton />
        <PanelButton tab="now" label={strings.player.nowPlaying} icon={<PanelRight />} />
        <VolumeControl />
      </div>
    </section>
  )
}

function NowPlaying({ track }: { track: TrackRow }) {
  const problem = usePlayer((player) => player.problem)
  const context = usePlayer((player) => player.context)
  return (
    <>
      <Link
        to="/album/$id"
        params={{ id: track.album.id }}
        aria-label={track.album.name}
        title={context?.name ?? track.album.name}
        onContextMenu={(event) => openTrackMenu(event, { tracks: [track] })}
      >
        <Cover images={track.album.images} name={track.album.name} size={56} eager />
      </Link>
      <div className="player-bar-names">
        <Link className="clip" to="/track/$id" params={{ id: track.id }}>
          {track.name}
        </Link>
        <span className="clip" role={problem ? 'status' : undefined}>
          {problem ?? <ArtistNames artists={track.artists} />}
        </span>
      </div>
      <TrackHeart track={track} />
    </>
  )
}

function Silence() {
  return (
    <>
      <span className="player-bar-empty" />
      <div className="player-bar-names">
        <span>{strings.player.nothing}</span>
        <span>{strings.player.nothingText}</span>
      </div>
    </>
  )
}

function PanelButton({
  tab,
  label,
  icon,
}: {
  tab: PanelTab
  label: string
  icon: React.ReactNode
}) {
  const open = useLayout((layout) => layout.panel === tab)
  return <IconButton label={label} pressed={open} icon={icon} onClick={() => togglePanel(tab)} />
}

/** Opens the queue, and takes songs that are dropped on it. */
function QueueButton() {
  const { enqueue } = useQueueActions()
  const { over, props } = useTrackDrop(enqueue)
  return (
    <span className="drop-spot" data-drop={over || undefined} {...props}>
      <PanelButton tab="queue" label={strings.player.queue} icon={<ListMusic />} />
    </span>
  )
}

function VolumeControl() {
  const volume = usePlayer((player) => player.volume)
  const muted = usePlayer((player) => player.muted)
  const setVolume = usePlayer((player) => player.setVolume)
  const toggleMute = usePlayer((player) => player.toggleMute)
  const heard = muted ? 0 : volume
  const Icon = heard === 0 ? VolumeX : heard < 0.34 ? Volume : heard < 0.67 ? Volume1 : Volume2
  return (
    <div className="volume">
      <IconButton
        label={muted ? strings.player.unmute : strings.player.mute}
        icon={<Icon />}
        onClick={toggleMute}
      />
      <Slider
        label={strings.player.volume}
        value={heard}
        max={1}
        step={0.02}
        live
        valueText={`${Math.round(heard * 100)} %`}
        onChange={setVolume}
      />
    </div>
  )
}
