/**
 * Arrow keys between the search field and its results, in the order they are read. Heard before the lists inside hear them,
 * which would stop at their own ends.
 */
import type { KeyboardEvent, RefObject } from 'react'

const results = '.best-match-text > a, .card-title, .genre-tile, .recent-search, .track-row'

export interface ResultKeys {
  onFieldKey: (event: KeyboardEvent) => void
  onResultKey: (event: KeyboardEvent) => void
}

export function resultKeys(
  field: RefObject<HTMLInputElement | null>,
  area: RefObject<HTMLElement | null>,
): ResultKeys {
  const all = (): HTMLElement[] => focusables(area.current)
  const onResultKey = (event: KeyboardEvent): void => {
    if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'Escape') field.current?.focus()
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    const places = all()
    const active = document.activeElement
    const here = places.findIndex((place) => place === active || place.contains(active))
    if (here === -1) return
    event.preventDefault()
    event.stopPropagation()
    if (here + step < 0) field.current?.focus()
    else places[here + step]?.focus()
  }
  const onFieldKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
    event.preventDefault()
    all()[0]?.focus()
  }
  return { onFieldKey, onResultKey }
}

/** Rows take the focus themselves or by the first thing in them that can. */
function focusables(area: HTMLElement | null): HTMLElement[] {
  const places = [...(area?.querySelectorAll<HTMLElement>(results) ?? [])]
  return places.flatMap((place) =>
    place.matches('a, button, [tabindex]')
      ? [place]
      : [...place.querySelectorAll<HTMLElement>('a, button')].slice(0, 1),
  )
}
