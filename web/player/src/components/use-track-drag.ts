/** Dragging rows of a list: away to a playlist or the queue, or to another place among themselves. */
import { type DragEvent, useRef, useState } from 'react'
import { rowKey, type TrackRow } from '../player/track.ts'
import { carriesTracks, draggedTracks, endTrackDrag, startTrackDrag } from './drag.ts'
import type { TrackListProps } from './track-list-types.ts'

/** `meant` are the tracks that a drag of this row takes along. */
export function useTrackDrag(
  meant: (index: number) => TrackRow[],
  onReorder: TrackListProps['onReorder'],
) {
  /** The place before which dragged rows would land. */
  const [dropAt, setDropAt] = useState<number | null>(null)
  const list = useRef({}).current
  return {
    dropAt,
    onDragStart(event: DragEvent, index: number) {
      const rows = meant(index)
      if (rows.length === 0) event.preventDefault()
      else startTrackDrag(event, rows, onReorder ? list : null)
    },
    onDragEnd() {
      endTrackDrag()
      setDropAt(null)
    },
    onDragOver(event: DragEvent, index: number) {
      if (!onReorder || !carriesTracks(event) || draggedTracks()?.from !== list) return
      event.preventDefault()
      event.stopPropagation()
      const box = event.currentTarget.getBoundingClientRect()
      setDropAt(event.clientY > box.top + box.height / 2 ? index + 1 : index)
    },
    onDragLeaveList(event: DragEvent) {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropAt(null)
    },
    onDrop(event: DragEvent) {
      const dragged = draggedTracks()
      if (dropAt === null || !onReorder || dragged?.from !== list) return
      event.preventDefault()
      event.stopPropagation()
      onReorder(dragged.tracks.map(rowKey), dropAt)
      setDropAt(null)
      endTrackDrag()
    },
  }
}
