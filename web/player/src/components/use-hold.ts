/** A long press on touch screens, as iOS does not turn it into a context menu. */
import { type PointerEvent, useRef } from 'react'

const holdMs = 480
const steadyPx = 8

export function useHold(onHold: (place: { x: number; y: number }) => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const start = useRef({ x: 0, y: 0 })
  const stop = () => clearTimeout(timer.current)
  return {
    onPointerDown(event: PointerEvent) {
      if (event.pointerType !== 'touch') return
      start.current = { x: event.clientX, y: event.clientY }
      stop()
      timer.current = setTimeout(() => onHold(start.current), holdMs)
    },
    onPointerMove(event: PointerEvent) {
      const { x, y } = start.current
      if (Math.hypot(event.clientX - x, event.clientY - y) > steadyPx) stop()
    },
    onPointerUp: stop,
    onPointerCancel: stop,
  }
}
