/** Shuffle, previous, play, next, repeat; and the position with its times. The bar and the full-screen player share them. */
import { Pause, Play, Repeat, Repeat1, Shuffle, SkipBack, SkipForward } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../components/button.tsx'
import { Slider } from '../components/slider.tsx'
import { formatTime } from '../components/time.ts'
import { usePlayer } from '../player/use-player.ts'
import { strings } from '../strings.ts'

export function Transport({ large = false }: { large?: boolean }) {
  const shuffle = usePlayer((player) => player.shuffle)
  const repeat = usePlayer((player) => player.repeat)
  const empty = usePlayer((player) => player.current === null)
  const toggleShuffle = usePlayer((player) => player.toggleShuffle)
  const previous = usePlayer((player) => player.previous)
  const next = usePlayer((player) => player.next)
  const cycleRepeat = usePlayer((player) => player.cycleRepeat)
  const size = large ? 'large' : 'medium'
  return (
    <div className="transport">
      <IconButton
        size={size}
        label={strings.player.shuffle}
        pressed={shuffle}
        icon={<Shuffle />}
        onClick={toggleShuffle}
      />
      <IconButton
        size={size}
        label={strings.player.previous}
        disabled={empty}
        icon={<SkipBack fill="currentColor" />}
        onClick={previous}
      />
      <PlayPause large={large} />
      <IconButton
        size={size}
        label={strings.player.next}
        disabled={empty}
        icon={<SkipForward fill="currentColor" />}
        onClick={next}
      />
      <IconButton
        size={size}
        label={strings.player.repeat[repeat]}
        pressed={repeat !== 'off'}
        icon={repeat === 'one' ? <Repeat1 /> : <Repeat />}
        onClick={cycleRepeat}
      />
    </div>
  )
}

export function PlayPause({ large = false }: { large?: boolean }) {
  const playing = usePlayer((player) => player.playing)
  const loading = usePlayer((player) => player.loading)
  const empty = usePlayer((player) => player.current === null)
  const toggle = usePlayer((player) => player.toggle)
  return (
    <IconButton
      className="play-pause"
      kind="solid"
      size={large ? 'large' : 'medium'}
      label={playing ? strings.player.pause : strings.player.play}
      disabled={empty}
      aria-busy={loading || undefined}
      icon={playing ? <Pause fill="currentColor" /> : <Play fill="currentColor" />}
      onClick={toggle}
    />
  )
}

export function Position() {
  const position = usePlayer((player) => player.position)
  const duration = usePlayer((player) => player.duration)
  const empty = usePlayer((player) => player.current === null)
  const seek = usePlayer((player) => player.seek)
  const [dragged, setDragged] = useState<number | null>(null)
  const shown = dragged ?? position
  return (
    <div className="position">
      <span className="time">{formatTime(shown)}</span>
      <Slider
        look="beats"
        label={strings.player.seek}
        value={position}
        max={duration}
        step={1}
        disabled={empty}
        valueText={strings.player.positionOf(formatTime(shown), formatTime(duration))}
        onDrag={setDragged}
        onChange={seek}
      />
      <span className="time">{formatTime(duration)}</span>
    </div>
  )
}
