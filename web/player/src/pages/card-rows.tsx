/** A grid of cards of which only the rows on screen exist, for libraries of any size. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import type { SparseList } from '../api/use-sparse-list.ts'
import { SkeletonCard } from '../components/skeleton.tsx'

interface CardRowsProps<T> {
  list: SparseList<T>
  card: (item: T) => ReactNode
  label: string
  round?: boolean
}

const cardWidthMin = 168
const gap = 24
/** Title, subtitle and the room around them. */
const textHeight = 64

export function CardRows<T>({ list, card, label, round = false }: CardRowsProps<T>) {
  const grid = useRef<HTMLDivElement>(null)
  const { columns, width, offset } = useMeasure(grid)
  const total = list.total ?? columns * 4
  const rowHeight = (width - gap * (columns - 1)) / columns + textHeight
  const rows = useVirtualizer({
    count: Math.ceil(total / columns),
    getScrollElement: () => document.getElementById('content'),
    estimateSize: () => rowHeight,
    overscan: 2,
    scrollMargin: offset,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another width is another height
  useLayoutEffect(() => rows.measure(), [rowHeight])
  const shown = rows.getVirtualItems()
  const first = (shown[0]?.index ?? 0) * columns
  const last = ((shown.at(-1)?.index ?? 0) + 1) * columns - 1
  const { loadRange } = list
  useLayoutEffect(() => loadRange(first, last), [loadRange, first, last])
  return (
    <section
      ref={grid}
      aria-label={label}
      style={{ height: rows.getTotalSize() }}
      className="card-rows"
    >
      {shown.map((row) => (
        <div
          key={row.key}
          className="card-row"
          style={{
            gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            transform: `translateY(${row.start - offset}px)`,
          }}
        >
          {placesIn(row.index, columns, total).map((place) => {
            const item = list.at(place)
            return <div key={place}>{item ? card(item) : <SkeletonCard round={round} />}</div>
          })}
        </div>
      ))}
    </section>
  )
}

function placesIn(row: number, columns: number, total: number): number[] {
  const start = row * columns
  return Array.from({ length: Math.min(columns, total - start) }, (_, index) => start + index)
}

/** Columns that fit, and how far below the top of the scrolled content the grid begins. */
function useMeasure(grid: React.RefObject<HTMLDivElement | null>) {
  const [measure, setMeasure] = useState({ columns: 5, width: 940, offset: 0 })
  useLayoutEffect(() => {
    const element = grid.current
    const content = document.getElementById('content')
    if (!element || !content) return
    const read = (): void => {
      const width = element.clientWidth
      const columns = Math.max(2, Math.floor((width + gap) / (cardWidthMin + gap)))
      const top = element.getBoundingClientRect().top - content.getBoundingClientRect().top
      setMeasure({ columns, width, offset: top + content.scrollTop })
    }
    read()
    const observer = new ResizeObserver(read)
    observer.observe(element)
    return () => observer.disconnect()
  }, [grid])
  return measure
}
