/**
 * What can be done with tracks. One menu for the whole page, opened from wherever tracks are shown: by the three dots, a
 * right click, a long press or the menu key. Its look is fetched when first opened.
 */
import { Ellipsis } from 'lucide-react'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { strings } from '../strings.ts'
import { IconButton } from './button.tsx'
import {
  onTrackMenu,
  openedTrackMenu,
  openTrackMenu,
  type TrackMenuOptions,
} from './track-menu-store.ts'

const Items = lazy(async () => ({
  default: (await import('./track-menu-items.tsx')).TrackMenuItems,
}))

/** Stands once in the shell. */
export function TrackMenuHost() {
  const menu = useSyncExternalStore(onTrackMenu, openedTrackMenu)
  if (!menu) return null
  return (
    <Suspense>
      <Items key={menu.number} menu={menu} />
    </Suspense>
  )
}

/** Three dots that open the menu. */
export function TrackMenuButton(props: TrackMenuOptions & { name: string; tabIndex?: number }) {
  const { name, tabIndex, ...options } = props
  return (
    <IconButton
      className="menu-button"
      label={strings.tracks.menu(name)}
      icon={<Ellipsis />}
      tabIndex={tabIndex}
      aria-haspopup="menu"
      onClick={(event) => openTrackMenu(event, options)}
    />
  )
}
