/** The rail at the left: where one goes, and the listener's playlists, which take songs that are dropped on them. */
import { Link, useNavigate } from '@tanstack/react-router'
import {
  Heart,
  History,
  House,
  LibraryBig,
  ListFilter,
  Plus,
  Search,
  Settings,
  Shapes,
  Upload,
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { IconButton } from '../components/button.tsx'
import { Cover } from '../components/cover.tsx'
import { useTrackDrop } from '../components/drag.ts'
import { Mark } from '../components/mark.tsx'
import { SkeletonText } from '../components/skeleton.tsx'
import { type PlaylistSummary, useLibrary } from '../library.ts'
import { usePlayer } from '../player/use-player.ts'
import { strings } from '../strings.ts'

/** From this many playlists on there is a filter. */
const filterFrom = 8

export function Rail() {
  return (
    <nav className="rail" aria-label={strings.nav.main}>
      <Link to="/" className="brand" aria-label={strings.app}>
        <Mark />
        <span className="rail-label">{strings.app}</span>
      </Link>
      <RailLink to="/" icon={<House />} label={strings.nav.home} />
      <RailLink to="/search" icon={<Search />} label={strings.nav.search} />
      <RailLink to="/library" icon={<LibraryBig />} label={strings.nav.library} />
      <RailLink to="/genres" icon={<Shapes />} label={strings.nav.genres} />
      <Playlists />
      <Foot />
    </nav>
  )
}

function RailLink(props: {
  to: '/' | '/search' | '/library' | '/genres'
  icon: ReactNode
  label: string
}) {
  return (
    <Link
      className="rail-link"
      to={props.to}
      title={props.label}
      activeOptions={{ exact: props.to === '/', includeSearch: false }}
    >
      {props.icon}
      <span className="rail-label">{props.label}</span>
    </Link>
  )
}

function Playlists() {
  const { playlists, loading } = useLibrary()
  const [filter, setFilter] = useState('')
  const wanted = filter.trim().toLocaleLowerCase()
  const shown = playlists.filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
  return (
    <>
      <div className="rail-section">
        <span>{strings.nav.playlists}</span>
        <NewPlaylist />
      </div>
      {playlists.length >= filterFrom && (
        <label className="filter">
          <ListFilter />
          <input
            type="search"
            aria-label={strings.nav.filterPlaylists}
            placeholder={strings.nav.filterPlaylists}
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
        </label>
      )}
      <ul className="rail-list">
        <LikedItem />
        <RecentItem />
        {loading && <RailSkeleton />}
        {shown.map((playlist) => (
          <PlaylistItem key={playlist.id} playlist={playlist} />
        ))}
      </ul>
    </>
  )
}

/** A new playlist; songs that are dropped here begin it. */
function NewPlaylist() {
  const { createPlaylist } = useLibrary()
  const navigate = useNavigate()
  const create = async (trackIds?: string[]) => {
    const id = await createPlaylist(trackIds ? { trackIds } : {})
    await navigate({ to: '/playlist/$id', params: { id } })
  }
  const { over, props } = useTrackDrop((tracks) => void create(tracks.map((track) => track.id)))
  return (
    <span className="drop-spot" data-drop={over || undefined} {...props}>
      <IconButton
        size="small"
        label={strings.nav.newPlaylist}
        icon={<Plus />}
        onClick={() => void create()}
      />
    </span>
  )
}

function LikedItem() {
  const { setLiked } = useLibrary()
  const playing = usePlayer((player) => player.context?.uri === 'backbeat:liked')
  const { over, props } = useTrackDrop((tracks) =>
    setLiked(
      tracks.map((track) => track.id),
      true,
    ),
  )
  return (
    <li {...props}>
      <Link
        className="rail-item"
        to="/liked"
        title={strings.nav.liked}
        data-drop={over || undefined}
        data-playing={playing || undefined}
      >
        <span className="tile" data-kind="liked">
          <Heart fill="currentColor" />
        </span>
        <span>
          <span className="rail-item-name clip">{strings.nav.liked}</span>
        </span>
      </Link>
    </li>
  )
}

function RecentItem() {
  return (
    <li>
      <Link className="rail-item" to="/recent" title={strings.nav.recent}>
        <span className="tile">
          <History />
        </span>
        <span>
          <span className="rail-item-name clip">{strings.nav.recent}</span>
        </span>
      </Link>
    </li>
  )
}

function PlaylistItem({ playlist }: { playlist: PlaylistSummary }) {
  const { addToPlaylist } = useLibrary()
  const playing = usePlayer((player) => player.context?.uri === `backbeat:playlist:${playlist.id}`)
  const { over, props } = useTrackDrop(
    (tracks) =>
      addToPlaylist(
        playlist.id,
        tracks.map((track) => track.id),
      ),
    playlist.editable,
  )
  return (
    <li {...props}>
      <Link
        className="rail-item"
        to="/playlist/$id"
        params={{ id: playlist.id }}
        title={playlist.name}
        data-drop={over || undefined}
        data-playing={playing || undefined}
      >
        <Cover images={playlist.images} name={playlist.name} size={40} />
        <span>
          <span className="rail-item-name clip">{playlist.name}</span>
          <span className="rail-item-note">{strings.tracks.songs(playlist.trackCount)}</span>
        </span>
      </Link>
    </li>
  )
}

function RailSkeleton() {
  return [0, 1, 2].map((place) => (
    <li className="rail-item" key={place} aria-hidden="true">
      <span className="skeleton skeleton-thumb" />
      <span style={{ flex: 1 }}>
        <SkeletonText width="70%" />
      </span>
    </li>
  ))
}

function Foot() {
  const { user } = useLibrary()
  const curates = user?.roles.some((role) => role === 'admin' || role === 'curator')
  return (
    <div className="rail-foot">
      <Link className="rail-link" to="/settings" title={strings.nav.settings}>
        {user ? <span className="initials">{initialsOf(user.name)}</span> : <Settings />}
        <span className="rail-label clip">{user?.name ?? strings.nav.settings}</span>
      </Link>
      {curates && (
        <Link className="icon-button" to="/admin/import" title={strings.nav.addMusic}>
          <Upload aria-label={strings.nav.addMusic} />
        </Link>
      )}
    </div>
  )
}

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase()
