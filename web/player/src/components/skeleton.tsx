/** Grey shapes where content will be, in the content's own measures, so that nothing jumps when it comes. */

const places = (count: number) => Array.from({ length: count }, (_, index) => index)

export function SkeletonText({ width = '60%' }: { width?: string | number }) {
  return <span className="skeleton skeleton-text" style={{ width }} aria-hidden="true" />
}

export function SkeletonCard({ round }: { round?: boolean }) {
  return (
    <div className="card" aria-hidden="true">
      <div className="card-art">
        <span className="skeleton skeleton-cover" data-round={round || undefined} />
      </div>
      <SkeletonText width="75%" />
      <SkeletonText width="45%" />
    </div>
  )
}

export function SkeletonShelf({ count = 8, round = false }: { count?: number; round?: boolean }) {
  return (
    <section className="shelf" aria-hidden="true">
      <header className="shelf-header">
        <span className="skeleton skeleton-title" />
      </header>
      <div className="shelf-row">
        {places(count).map((place) => (
          <SkeletonCard key={place} round={round} />
        ))}
      </div>
    </section>
  )
}

export function SkeletonGrid({ count = 18, round = false }: { count?: number; round?: boolean }) {
  return (
    <div className="card-grid" aria-hidden="true">
      {places(count).map((place) => (
        <SkeletonCard key={place} round={round} />
      ))}
    </div>
  )
}

export function SkeletonTracks({ count = 10 }: { count?: number }) {
  return (
    <div className="track-list" aria-hidden="true">
      {places(count).map((place) => (
        <div className="track-row" key={place}>
          <SkeletonText width={16} />
          <span className="skeleton skeleton-thumb" />
          <SkeletonText width={`${35 + ((place * 37) % 40)}%`} />
        </div>
      ))}
    </div>
  )
}

/** The head of an album, artist or playlist page. */
export function SkeletonHero({ round = false }: { round?: boolean }) {
  return (
    <div className="hero" aria-hidden="true">
      <span className="hero-art skeleton skeleton-cover" data-round={round || undefined} />
      <div className="hero-text">
        <SkeletonText width={80} />
        <span className="skeleton skeleton-name" />
        <SkeletonText width={220} />
      </div>
    </div>
  )
}
