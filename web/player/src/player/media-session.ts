/** Tells the system what plays, and obeys its keys: lock screens, headsets, media keys. */
import { player } from './player.ts'
import type { PlayerState } from './player-state.ts'

export function startMediaSession(): () => void {
  if (!('mediaSession' in navigator)) return () => undefined
  const session = navigator.mediaSession
  const { resume, pause, next, previous, seek } = player.get()
  const jump = (by: number) => seek(player.get().position + by)
  const handlers: [MediaSessionAction, MediaSessionActionHandler][] = [
    ['play', resume],
    ['pause', pause],
    ['nexttrack', next],
    ['previoustrack', previous],
    ['seekto', (details) => seek(details.seekTime ?? 0)],
    ['seekforward', (details) => jump(details.seekOffset ?? 10)],
    ['seekbackward', (details) => jump(-(details.seekOffset ?? 10))],
  ]
  for (const [action, handler] of handlers) listen(session, action, handler)
  let before: PlayerState | null = null
  return player.subscribe(() => {
    const state = player.get()
    if (state.current !== before?.current) session.metadata = metadataOf(state)
    if (state.playing !== before?.playing || state.current !== before?.current) {
      session.playbackState = state.current ? (state.playing ? 'playing' : 'paused') : 'none'
    }
    if (jumped(before, state)) tellPosition(session, state)
    before = state
  })
}

/** Not every browser knows every action. */
function listen(
  session: MediaSession,
  action: MediaSessionAction,
  handler: MediaSessionActionHandler,
) {
  try {
    session.setActionHandler(action, handler)
  } catch {
    session.setActionHandler(action, null)
  }
}

/** The system counts on by itself; it needs to hear of everything else. */
function jumped(before: PlayerState | null, now: PlayerState): boolean {
  if (!before) return true
  if (before.playing !== now.playing || before.duration !== now.duration) return true
  return Math.abs(now.position - before.position) > 1.5
}

function tellPosition(session: MediaSession, { duration, position }: PlayerState) {
  if (!(duration > 0)) return
  session.setPositionState({ duration, position: Math.min(position, duration), playbackRate: 1 })
}

function metadataOf({ current }: PlayerState): MediaMetadata | null {
  if (!current) return null
  return new MediaMetadata({
    title: current.name,
    artist: current.artists.map((artist) => artist.name).join(', '),
    album: current.album.name,
    artwork: current.album.images.map(({ url, width, height }) => ({
      src: new URL(url, location.href).href,
      ...(width && height ? { sizes: `${width}x${height}` } : {}),
    })),
  })
}
