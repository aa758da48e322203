/** Genres as colored tiles; the color follows from the name. */
import type { Genre } from '@backbeat/contracts/api/app'
import { Link } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import { hashOf } from '../components/cover-pattern.ts'
import { words } from './strings.ts'

export function GenreTiles({ genres }: { genres: Genre[] }) {
  return (
    <div className="genre-tiles">
      {genres.map((genre) => (
        <Link
          key={genre.name}
          className="genre-tile"
          to="/genre/$name"
          params={{ name: genre.name }}
          style={{ '--hue': hashOf(genre.name) % 360 } as CSSProperties}
        >
          <strong>{genre.name}</strong>
          <span>{words.count.songs(genre.track_count)}</span>
        </Link>
      ))}
    </div>
  )
}
