/** Play and shuffle at the head of a page; play becomes pause while music of this page plays. */
import { Pause, Play, Shuffle } from 'lucide-react'
import { IconButton } from '../components/button.tsx'
import { usePlayer } from '../player/use-player.ts'
import { strings } from '../strings.ts'
import { words } from './strings.ts'

export interface PlayButtonsProps {
  /** Of what the page plays. */
  contextUri: string
  disabled?: boolean
  onPlay: (shuffle: boolean) => void
}

export function PlayButtons({ contextUri, disabled, onPlay }: PlayButtonsProps) {
  const current = usePlayer(
    (player) => player.context?.uri === contextUri && player.current !== null,
  )
  const playing = usePlayer((player) => player.playing)
  const toggle = usePlayer((player) => player.toggle)
  const active = current && playing
  return (
    <>
      <IconButton
        kind="play"
        size="large"
        label={active ? strings.player.pause : words.actions.play}
        icon={active ? <Pause fill="currentColor" /> : <Play fill="currentColor" />}
        disabled={disabled}
        onClick={() => (current ? toggle() : onPlay(false))}
      />
      <IconButton
        size="large"
        label={words.actions.shuffle}
        icon={<Shuffle />}
        disabled={disabled}
        onClick={() => onPlay(true)}
      />
    </>
  )
}
