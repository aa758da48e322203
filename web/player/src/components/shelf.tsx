/** A titled row of cards that scrolls sideways, with arrows where there is a mouse. */
import { Link } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { strings } from '../strings.ts'
import { IconButton } from './button.tsx'

export interface ShelfProps {
  title: string
  /** One line under the title: why it is here. */
  note?: string | undefined
  /** Where all of it is shown. */
  to?: string | undefined
  children: ReactNode
}

export function Shelf({ title, note, to, children }: ShelfProps) {
  const row = useRef<HTMLDivElement>(null)
  const scroll = (direction: number) =>
    row.current?.scrollBy({ left: direction * row.current.clientWidth * 0.85, behavior: 'smooth' })
  return (
    <section className="shelf" aria-label={title}>
      <header className="shelf-header">
        <div>
          <h2>{to ? <Link to={to}>{title}</Link> : title}</h2>
          {note && <p>{note}</p>}
        </div>
        <div className="shelf-arrows">
          <IconButton label={strings.nav.back} icon={<ChevronLeft />} onClick={() => scroll(-1)} />
          <IconButton
            label={strings.nav.forward}
            icon={<ChevronRight />}
            onClick={() => scroll(1)}
          />
        </div>
      </header>
      <div className="shelf-row" ref={row}>
        {children}
      </div>
    </section>
  )
}
