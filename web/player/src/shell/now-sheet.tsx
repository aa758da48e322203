/**
 * Phones: the player over the whole screen, with queue and words one tap away. A swipe down closes it. The shell is inert
 * meanwhile; menus and messages are not part of the shell, so that they still work.
 */
import { ChevronDown } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from '../components/button.tsx'
import { Cover } from '../components/cover.tsx'
import { TrackHeart } from '../components/heart.tsx'
import { Tabs } from '../components/tabs.tsx'
import { ArtistNames } from '../components/track-links.tsx'
import { TrackMenuButton } from '../components/track-menu.tsx'
import type { TrackRow } from '../player/track.ts'
import { usePlayer } from '../player/use-player.ts'
import { strings } from '../strings.ts'
import { type PanelTab, showSheet, useLayout } from './layout-store.ts'
import { PanelView, panelTabs } from './panel.tsx'
import { useSwipe } from './swipe.ts'
import { Position, Transport } from './transport.tsx'

export function NowSheet() {
  const open = useLayout((layout) => layout.sheet)
  const track = usePlayer((player) => player.current)
  const box = useRef<HTMLDivElement>(null)
  const shown = open && track !== null
  useEffect(() => {
    if (!shown) return
    const opener = document.activeElement
    box.current?.focus()
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && showSheet(false)
    addEventListener('keydown', onKey)
    return () => {
      removeEventListener('keydown', onKey)
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true })
    }
  }, [shown])
  if (!shown) return null
  return (
    <div
      className="sheet"
      ref={box}
      role="dialog"
      aria-modal="true"
      aria-label={strings.player.nowPlaying}
      tabIndex={-1}
    >
      <Sheet track={track} />
    </div>
  )
}

function Sheet({ track }: { track: TrackRow }) {
  const context = usePlayer((player) => player.context)
  const [tab, setTab] = useState<PanelTab>('now')
  const swipe = useSwipe({ down: () => showSheet(false) })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a link that is followed closes the sheet
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys on a link come as clicks
    <div
      className="sheet-box"
      onClick={(event) => (event.target as Element).closest('a') && showSheet(false)}
    >
      <header {...swipe}>
        <IconButton
          label={strings.player.close}
          icon={<ChevronDown />}
          onClick={() => showSheet(false)}
        />
        <p className="clip">{context?.name ?? track.album.name}</p>
        <TrackMenuButton name={track.name} tracks={[track]} />
      </header>
      {tab === 'now' ? (
        <div className="sheet-art" {...swipe}>
          <Cover images={track.album.images} name={track.album.name} eager />
        </div>
      ) : (
        <div className="sheet-scroll" id="sheet-scroll">
          <PanelView tab={tab} />
        </div>
      )}
      <div className="sheet-names">
        <div>
          <h2 className="clip">{track.name}</h2>
          <p className="clip">
            <ArtistNames artists={track.artists} />
          </p>
        </div>
        <TrackHeart track={track} size="large" />
      </div>
      <Position />
      <Transport large />
      <Tabs label={strings.player.nowPlaying} tabs={panelTabs} value={tab} onChange={setTab} />
    </div>
  )
}
