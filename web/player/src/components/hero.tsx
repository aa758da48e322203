/** The head of an album, artist, playlist or genre page: large art, name, facts, and what can be done. */
import type { ReactNode } from 'react'
import type { Image } from '../player/track.ts'
import { Cover } from './cover.tsx'
import { usePageTint } from './tint.ts'

export interface HeroProps {
  /** What it is: “Album”, “Playlist” … */
  kind: string
  title: string
  /** Stands for the title where it can be changed; still inside the page's heading. */
  heading?: ReactNode
  images?: Image[] | undefined
  round?: boolean | undefined
  /** One line of facts: artists, year, songs, length. */
  facts?: ReactNode
  description?: ReactNode
  /** Play, shuffle, like, more. */
  actions?: ReactNode
  /** Something else than a cover. */
  art?: ReactNode
}

export function Hero(props: HeroProps) {
  const { kind, title, heading, images = [], round, facts, description, actions, art } = props
  usePageTint(images, title)
  return (
    <header className="hero">
      <div className="hero-art">
        {art ?? <Cover images={images} name={title} size="fill" round={round} eager />}
      </div>
      <div className="hero-text">
        <p className="hero-kind">{kind}</p>
        <h1 data-long={title.length > 24 || undefined}>{heading ?? title}</h1>
        {description && <div className="hero-description">{description}</div>}
        {facts && <p className="hero-facts">{facts}</p>}
      </div>
      {actions && <div className="hero-actions">{actions}</div>}
    </header>
  )
}
