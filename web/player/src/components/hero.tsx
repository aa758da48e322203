/** The head of an album, artist, playlist or genre page: large art, name, facts, and what can be done. */
import type { ReactNode } from 'react'
import type { Image } from '../player/track.ts'
import { Cover } from './cover.tsx'
import { useTint } from './tint.ts'

export interface HeroProps {
  /** What it is: “Album”, “Playlist” … */
  kind: string
  title: string
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
  const { kind, title, images = [], round, facts, description, actions, art } = props
  const tint = useTint(images, title)
  return (
    <header className="hero" style={tint}>
      <div className="hero-art">
        {art ?? <Cover images={images} name={title} size="fill" round={round} eager />}
      </div>
      <div className="hero-text">
        <p className="hero-kind">{kind}</p>
        <h1 data-long={title.length > 24 || undefined}>{title}</h1>
        {description && <p className="hero-description">{description}</p>}
        {facts && <p className="hero-facts">{facts}</p>}
      </div>
      {actions && <div className="hero-actions">{actions}</div>}
    </header>
  )
}
