/** What a track list knows and does, apart from how it looks: rows, selection, playing, the keyboard. */
import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react'
import { rowKey, type TrackRow } from '../player/track.ts'
import type { TrackListProps } from './track-list-types.ts'
import { openTrackMenu, openTrackMenuAt } from './track-menu-store.ts'
import { playFrom, rowsOf } from './track-play.ts'
import { nothingSelected, type Pick, select, selectAll } from './track-selection.ts'
import { useTrackDrag } from './use-track-drag.ts'

export type TrackListModel = ReturnType<typeof useTrackList>

/** Rows that a page key moves. */
const pageRows = 10

export function useTrackList(props: TrackListProps) {
  const { tracks = [], total = tracks.length, onRemove } = props
  const rowAt = props.rowAt ?? ((index: number) => tracks[index])
  const [selection, setSelection] = useState(nothingSelected)
  const list = useRef<HTMLDivElement>(null)

  const keyAt = (index: number) => {
    const row = rowAt(index)
    return row && rowKey(row)
  }

  /** The selection if the row is in it, else the row alone. */
  const meant = (index: number): TrackRow[] => {
    const row = rowAt(index)
    if (!row) return []
    if (!selection.keys.has(rowKey(row))) return [row]
    return rowsOf(rowAt, 0, total).filter((each) => selection.keys.has(rowKey(each)))
  }

  const pick = (choice: Pick) => {
    setSelection((before) => select(before, choice, keyAt))
    focusRow(list.current, choice.index)
  }

  const menuOptions = (index: number) => {
    const rows = meant(index)
    const remove = onRemove && (() => onRemove(rows))
    return { tracks: rows, removeLabel: props.removeLabel, onRemove: remove }
  }

  return {
    total,
    rowAt,
    keyAt,
    selection,
    setSelection,
    list,
    meant,
    pick,
    play: (index: number) => void playFrom(props, index, { total, rowAt }),
    drag: useTrackDrag(meant, props.onReorder),
    onRowClick(event: MouseEvent, index: number) {
      if ((event.target as Element).closest('button, a')) return
      pick({ index, shift: event.shiftKey, toggle: event.ctrlKey || event.metaKey })
    },
    onRowMenu(event: MouseEvent, index: number) {
      const key = keyAt(index)
      if (key === undefined) return
      if (!selection.keys.has(key)) {
        setSelection((before) => select(before, { index, shift: false, toggle: false }, keyAt))
      }
      // At once: a focus that comes later would close the menu.
      if (event.currentTarget instanceof HTMLElement) {
        event.currentTarget.focus({ preventScroll: true })
      }
      openTrackMenu(event, menuOptions(index))
    },
    onRowHold: (place: { x: number; y: number }, index: number) =>
      openTrackMenuAt(place, menuOptions(index)),
    onFocusRow: (index: number) => setSelection((before) => ({ ...before, cursor: index })),
  }
}

/** The keys of the grid. */
export function onGridKey(event: KeyboardEvent, model: TrackListModel, props: TrackListProps) {
  const { cursor } = model.selection
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (event.altKey && step !== 0) return moveRows(event, { model, props, step })
  const to = placeOf(event.key, cursor, model.total)
  if (to !== null) {
    event.preventDefault()
    model.pick({ index: to, shift: event.shiftKey, toggle: false })
  } else if (event.target instanceof Element && event.target.matches('[role=row]')) {
    onRowKey(event, model, props)
  }
}

function onRowKey(event: KeyboardEvent, model: TrackListModel, { onRemove }: TrackListProps) {
  const { cursor } = model.selection
  const rows = model.meant(cursor)
  if (event.key === 'Enter') model.play(cursor)
  else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
    model.setSelection((before) => selectAll(before, model.total, model.keyAt))
  } else if (event.key === 'Escape') {
    model.setSelection((before) => ({ ...before, keys: new Set() }))
  } else if (event.key === 'Delete' && onRemove && rows.length > 0) onRemove(rows)
  else return
  event.preventDefault()
  event.stopPropagation()
}

interface Move {
  model: TrackListModel
  props: TrackListProps
  step: number
}

/** Alt and an arrow move what is selected by one place. */
function moveRows(event: KeyboardEvent, { model, props, step }: Move) {
  const { cursor } = model.selection
  const to = cursor + (step > 0 ? 2 : -1)
  if (!props.onReorder || to < 0 || to > model.total) return
  event.preventDefault()
  props.onReorder(model.meant(cursor).map(rowKey), to)
  const next = clamp(cursor + step, model.total)
  model.setSelection((before) => ({ ...before, cursor: next, anchor: next }))
  requestAnimationFrame(() => focusRow(model.list.current, next))
}

const clamp = (index: number, total: number) => Math.max(0, Math.min(total - 1, index))

/** Where a key leads from a row; null if it leads nowhere. */
function placeOf(key: string, cursor: number, total: number): number | null {
  const steps: Record<string, number> = {
    ArrowDown: cursor + 1,
    ArrowUp: cursor - 1,
    PageDown: cursor + pageRows,
    PageUp: cursor - pageRows,
    Home: 0,
    End: total - 1,
  }
  const to = steps[key]
  return to === undefined ? null : clamp(to, total)
}

/** The list brings the row on screen first, as it may not be rendered. */
function focusRow(list: HTMLElement | null, index: number): void {
  list?.dispatchEvent(new CustomEvent('focus-row', { detail: index }))
}
