/** What can be done with tracks: the menu behind the three dots and the right click. */
import type { ReactNode } from 'react'
import type { TrackRow } from '../player/track.ts'

export interface TrackMenuProps {
  tracks: TrackRow[]
  /** Takes them away from where they are shown. */
  onRemove?: (() => void) | undefined
  removeLabel?: string | undefined
  /** The button that opens it. */
  children: ReactNode
}

export function TrackMenu({ children }: TrackMenuProps) {
  return children
}
