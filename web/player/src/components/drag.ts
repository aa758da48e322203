/**
 * Dragging tracks to playlists, the queue, or another place in their list. The tracks travel in memory (the browser hides
 * a drag's data until it is dropped); other windows get their links as text.
 */
import { type DragEvent, useState } from 'react'
import type { TrackRow } from '../player/track.ts'
import { strings } from '../strings.ts'

interface Dragged {
  tracks: TrackRow[]
  /** The list they come from, so that only it reorders them. */
  from: object | null
}

const kind = 'application/x-backbeat-tracks'
let dragged: Dragged | null = null

export const draggedTracks = (): Dragged | null => dragged

export function startTrackDrag(event: DragEvent, tracks: TrackRow[], from: object | null): void {
  dragged = { tracks, from }
  const links = tracks.map((track) => `${location.origin}/track/${track.id}`).join('\n')
  event.dataTransfer.effectAllowed = from ? 'copyMove' : 'copy'
  event.dataTransfer.setData(kind, String(tracks.length))
  event.dataTransfer.setData('text/plain', links)
  const label = document.createElement('div')
  label.className = 'drag-label'
  label.textContent =
    tracks.length === 1 ? (tracks[0]?.name ?? '') : strings.tracks.songs(tracks.length)
  document.body.append(label)
  event.dataTransfer.setDragImage(label, -12, 12)
  requestAnimationFrame(() => label.remove())
}

export function endTrackDrag(): void {
  dragged = null
}

export const carriesTracks = (event: DragEvent): boolean => event.dataTransfer.types.includes(kind)

/** Makes something take tracks: spread `props` on it, and show `over`. */
export function useTrackDrop(onDrop: (tracks: TrackRow[]) => void, enabled = true) {
  const [over, setOver] = useState(false)
  const props = {
    onDragOver(event: DragEvent) {
      if (!enabled || !carriesTracks(event)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      setOver(true)
    },
    onDragLeave(event: DragEvent) {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
    },
    onDrop(event: DragEvent) {
      setOver(false)
      if (!enabled || !dragged) return
      event.preventDefault()
      event.stopPropagation()
      onDrop(dragged.tracks)
      endTrackDrag()
    },
  }
  return { over, props }
}
