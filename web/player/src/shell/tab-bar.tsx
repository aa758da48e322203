/** Phones: the tabs at the bottom. */
import { Link } from '@tanstack/react-router'
import { Heart, House, LibraryBig, Search, Settings } from 'lucide-react'
import { strings } from '../strings.ts'

export function TabBar() {
  return (
    <nav className="tab-bar" aria-label={strings.nav.main}>
      <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>
        <House />
        {strings.nav.home}
      </Link>
      <Link to="/search" activeOptions={{ includeSearch: false }}>
        <Search />
        {strings.nav.search}
      </Link>
      <Link to="/library" activeOptions={{ includeSearch: false }}>
        <LibraryBig />
        {strings.nav.library}
      </Link>
      <Link to="/liked">
        <Heart />
        {strings.nav.likedShort}
      </Link>
      <Link to="/settings">
        <Settings />
        {strings.nav.settings}
      </Link>
    </nav>
  )
}
