/** A cover with title and subtitle that leads somewhere, and plays when its button is pressed. */
import { Link } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Image } from '../player/track.ts'
import { strings } from '../strings.ts'
import { IconButton } from './button.tsx'
import { Cover } from './cover.tsx'

export interface CardProps {
  /** Path, e.g. `/album/4uLU6hMCjMI75M1A2tKUQC`. */
  to: string
  images: Image[]
  title: string
  subtitle?: ReactNode
  kind: 'album' | 'artist' | 'playlist' | 'track' | 'genre'
  onPlay?: (() => void) | undefined
}

export function Card({ to, images, title, subtitle, kind, onPlay }: CardProps) {
  return (
    <article className="card" data-kind={kind}>
      <div className="card-art">
        <Cover images={images} name={title} round={kind === 'artist'} />
        {onPlay && (
          <IconButton
            className="card-play"
            kind="play"
            label={strings.tracks.play(title)}
            icon={<Play fill="currentColor" />}
            onClick={onPlay}
          />
        )}
      </div>
      <Link className="card-title" to={to}>
        {title}
      </Link>
      {subtitle && <div className="card-subtitle">{subtitle}</div>}
    </article>
  )
}

/** Cards in rows that fill the page. */
export function CardGrid({ children }: { children: ReactNode }) {
  return <div className="card-grid">{children}</div>
}
