/** Swipes on touch screens: one direction, far enough, soon enough. */
import { type TouchEvent, useRef } from 'react'

interface Swipes {
  up?: () => void
  down?: () => void
  left?: () => void
  right?: () => void
}

const farPx = 48
const soonMs = 600

export function useSwipe(swipes: Swipes) {
  const start = useRef<{ x: number; y: number; at: number } | null>(null)
  return {
    onTouchStart(event: TouchEvent) {
      const touch = event.touches[0]
      const slider = (event.target as Element).closest('input[type=range]')
      start.current =
        touch && !slider ? { x: touch.clientX, y: touch.clientY, at: Date.now() } : null
    },
    onTouchEnd(event: TouchEvent) {
      const from = start.current
      const touch = event.changedTouches[0]
      if (!from || !touch || Date.now() - from.at > soonMs) return
      const [dx, dy] = [touch.clientX - from.x, touch.clientY - from.y]
      if (Math.max(Math.abs(dx), Math.abs(dy)) < farPx) return
      if (Math.abs(dx) > Math.abs(dy)) (dx < 0 ? swipes.left : swipes.right)?.()
      else (dy < 0 ? swipes.up : swipes.down)?.()
    },
  }
}
