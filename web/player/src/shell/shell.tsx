/** Rail, content, panel and player bar; on phones tabs and a mini player. Starts what the page needs all the time. */
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { setLiked, useLiked } from '../api/likes.ts'
import { useToasts } from '../components/toast.tsx'
import { TrackMenuHost } from '../components/track-menu.tsx'
import { startMediaSession } from '../player/media-session.ts'
import { startOneTab } from '../player/one-tab.ts'
import { usePlayer } from '../player/use-player.ts'
import { strings } from '../strings.ts'
import { useAccent } from './accent.ts'
import { startKeys } from './keys.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { useLayout } from './layout-store.ts'
import { MiniPlayer } from './mini-player.tsx'
import { NowSheet } from './now-sheet.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import { Panel } from './panel.tsx'
import { PlayerBar } from './player-bar.tsx'
import { Rail } from './rail.tsx'
import { TabBar } from './tab-bar.tsx'

/** Pages that stand alone: nobody is signed in yet. */
const bare = ['/setup', '/callback']

export function Shell() {
  const { pathname } = useLocation()
  if (bare.includes(pathname)) {
    return (
      <main id="content" className="bare">
        <Outlet />
      </main>
    )
  }
  return <Frame />
}

function Frame() {
  useAccent()
  usePageLife()
  useNotices()
  const sheet = useLayout((layout) => layout.sheet)
  const playing = usePlayer((player) => player.current !== null)
  return (
    <>
      <div className="shell" inert={sheet && playing}>
        <a className="skip-link" href="#content">
          {strings.skipToContent}
        </a>
        <OfflineBanner />
        <Rail />
        <main id="content" tabIndex={-1}>
          <Outlet />
        </main>
        <Panel />
        <PlayerBar />
        <MiniPlayer />
        <TabBar />
      </div>
      <NowSheet />
      <KeysDialog />
      <TrackMenuHost />
    </>
  )
}

/** Media keys, the keyboard, one tab at a time. */
function usePageLife() {
  const navigate = useNavigate()
  const current = usePlayer((player) => player.current?.id)
  const liked = useLiked('track', current) ?? false
  const like = useRef<() => void>(() => undefined)
  like.current = () => {
    if (current) void setLiked('track', [current], !liked).catch(() => undefined)
  }
  useEffect(() => {
    const openSearch = async () => {
      await navigate({ to: '/search' })
      document.querySelector<HTMLInputElement>('#content input[type=search]')?.focus()
    }
    const stops = [
      startMediaSession(),
      startOneTab(),
      startKeys({ openSearch: () => void openSearch(), toggleLike: () => like.current() }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [navigate])
}

/** What the player has to say once. */
function useNotices() {
  const notice = usePlayer((player) => player.notice)
  const toasts = useToasts()
  useEffect(() => {
    if (notice) toasts.show({ kind: 'error', text: notice.text })
  }, [notice, toasts])
}
