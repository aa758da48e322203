/**
 * A slider on the browser's own range input (keyboard, touch and screen readers come with it), drawn as beats or as a
 * plain line. It reports while dragged (`onDrag`) and when let go (`onChange`).
 */
import { type CSSProperties, useRef, useState } from 'react'

export interface SliderProps {
  label: string
  value: number
  max: number
  step?: number
  /** `beats` is the row of strong and weak beats; `line` the plain one. */
  look?: 'beats' | 'line'
  /** How the value is said, e.g. `1:23 of 4:56`. */
  valueText?: string
  disabled?: boolean
  /** Reports while dragged too, as volume wants it. */
  live?: boolean
  onChange: (value: number) => void
  onDrag?: (value: number | null) => void
}

export function Slider(props: SliderProps) {
  const { label, value, max, step = 1, look = 'line', valueText, disabled, live } = props
  const { onChange, onDrag } = props
  const [dragged, setDragged] = useState<number | null>(null)
  const last = useRef<number | null>(null)
  const shown = dragged ?? Math.min(value, max)
  const drag = (to: number | null) => {
    last.current = to
    setDragged(to)
    onDrag?.(to)
  }
  const letGo = () => {
    const to = last.current
    drag(null)
    if (to !== null && !live) onChange(to)
  }
  return (
    <span
      className="slider"
      data-look={look}
      style={{ '--at': max > 0 ? shown / max : 0 } as CSSProperties}
    >
      <span className="slider-track" />
      <input
        type="range"
        aria-label={label}
        aria-valuetext={valueText}
        min={0}
        max={max || 1}
        step={step}
        value={shown}
        disabled={disabled}
        onChange={(event) => {
          const to = event.currentTarget.valueAsNumber
          drag(to)
          if (live) onChange(to)
        }}
        onPointerUp={letGo}
        onPointerCancel={letGo}
        onKeyUp={letGo}
        onBlur={() => last.current !== null && letGo()}
      />
    </span>
  )
}
