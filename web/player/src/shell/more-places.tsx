/** Phones: the places that larger screens have in the rail, as a row at the head of the library. */
import { Link } from '@tanstack/react-router'
import { History, ListMusic, Shapes } from 'lucide-react'
import { strings } from '../strings.ts'

export function MorePlaces() {
  return (
    <nav className="more-places" aria-label={strings.nav.more}>
      <Link to="/recent">
        <History />
        {strings.nav.recent}
      </Link>
      <Link to="/genres">
        <Shapes />
        {strings.nav.genres}
      </Link>
      <Link to="/queue">
        <ListMusic />
        {strings.nav.queue}
      </Link>
    </nav>
  )
}
