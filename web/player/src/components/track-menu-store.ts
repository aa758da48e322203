/** Which tracks the menu is open for, and where. */
import type { MouseEvent } from 'react'
import { createStore } from '../player/store.ts'
import type { TrackRow } from '../player/track.ts'

export interface TrackMenuOptions {
  tracks: TrackRow[]
  /** Takes them away from where they are shown. */
  onRemove?: (() => void) | undefined
  removeLabel?: string | undefined
}

export interface OpenMenu extends TrackMenuOptions {
  /** Counts openings. */
  number: number
  x: number
  y: number
  /** Gets the focus back. */
  opener: Element | null
}

const store = createStore<{ menu: OpenMenu | null }>({ menu: null })

let number = 0

export const onTrackMenu = store.subscribe
export const openedTrackMenu = (): OpenMenu | null => store.get().menu

/** Opens at the pointer; by key at the element. */
export function openTrackMenu(event: MouseEvent, options: TrackMenuOptions): void {
  event.preventDefault()
  event.stopPropagation()
  const box = event.currentTarget.getBoundingClientRect()
  const pointed = event.clientX !== 0 || event.clientY !== 0
  const byKey = event.type === 'click' || !pointed
  store.set({
    menu: {
      ...options,
      number: number++,
      x: byKey ? box.left + Math.min(box.width, 32) : event.clientX,
      y: byKey ? box.bottom : event.clientY,
      opener: document.activeElement,
    },
  })
}

/** Opens at a place on the screen, e.g. for a long press. */
export function openTrackMenuAt(place: { x: number; y: number }, options: TrackMenuOptions): void {
  store.set({ menu: { ...options, ...place, number: number++, opener: document.activeElement } })
}

export const closeTrackMenu = (): void => store.set({ menu: null })
