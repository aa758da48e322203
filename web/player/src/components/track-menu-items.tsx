/** The track menu itself: first what can be done, then, for “Add to playlist”, the playlists in the same place. */
import { useNavigate } from '@tanstack/react-router'
import {
  ChevronLeft,
  Disc3,
  Heart,
  HeartOff,
  Link2,
  ListEnd,
  ListPlus,
  ListStart,
  Plus,
  Trash2,
  User,
} from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useLibrary } from '../library.ts'
import { strings } from '../strings.ts'
import { Cover } from './cover.tsx'
import { useQueueActions } from './queue-actions.ts'
import { useToasts } from './toast.tsx'
import { closeTrackMenu, type OpenMenu, openedTrackMenu } from './track-menu-store.ts'

export function TrackMenuItems({ menu }: { menu: OpenMenu }) {
  const [page, setPage] = useState<'actions' | 'playlists'>('actions')
  const content = useRef<HTMLDivElement>(null)
  // The item that was chosen is gone; the keys go on in what stands in its place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another content
  useEffect(() => content.current?.focus(), [page])
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => !open && closeTrackMenu()}>
      <DropdownMenu.Trigger asChild>
        <span className="menu-anchor" style={{ left: menu.x, top: menu.y }} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          ref={content}
          align="start"
          sideOffset={4}
          collisionPadding={12}
          loop
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            // A right click elsewhere has opened the next menu already.
            if (openedTrackMenu() !== null) return
            if (menu.opener instanceof HTMLElement) menu.opener.focus({ preventScroll: true })
          }}
        >
          <Head menu={menu} />
          {page === 'actions' ? (
            <Actions menu={menu} onPlaylists={() => setPage('playlists')} />
          ) : (
            <Playlists menu={menu} onBack={() => setPage('actions')} />
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Head({ menu: { tracks } }: { menu: OpenMenu }) {
  const [first] = tracks
  if (!first) return null
  const one = tracks.length === 1
  return (
    <div className="menu-head">
      <Cover images={first.album.images} name={first.album.name} size={36} />
      <span>
        <strong className="clip">{one ? first.name : strings.tracks.songs(tracks.length)}</strong>
        <small className="clip">
          {one ? first.artists.map((artist) => artist.name).join(', ') : first.album.name}
        </small>
      </span>
    </div>
  )
}

interface ItemProps {
  icon: ReactNode
  onSelect: (event: Event) => void
  children: ReactNode
}

function Item({ icon, onSelect, children }: ItemProps) {
  return (
    <DropdownMenu.Item className="menu-item" onSelect={onSelect}>
      {icon}
      <span className="clip">{children}</span>
    </DropdownMenu.Item>
  )
}

const Line = () => <DropdownMenu.Separator className="menu-line" />

/** Changes what the menu shows instead of closing it. */
const stay = (then: () => void) => (event: Event) => {
  event.preventDefault()
  then()
}

function Actions({ menu, onPlaylists }: { menu: OpenMenu; onPlaylists: () => void }) {
  const { tracks, onRemove, removeLabel } = menu
  const { enqueue, playNext } = useQueueActions()
  return (
    <>
      <Item icon={<ListStart />} onSelect={() => playNext(tracks)}>
        {strings.menu.playNext}
      </Item>
      <Item icon={<ListEnd />} onSelect={() => enqueue(tracks)}>
        {strings.menu.addToQueue}
      </Item>
      <Item icon={<ListPlus />} onSelect={stay(onPlaylists)}>
        {strings.menu.addToPlaylist}
      </Item>
      <LikeItem menu={menu} />
      {onRemove && (
        <Item icon={<Trash2 />} onSelect={onRemove}>
          {removeLabel ?? strings.menu.remove}
        </Item>
      )}
      <Places menu={menu} />
    </>
  )
}

function LikeItem({ menu: { tracks } }: { menu: OpenMenu }) {
  const { isLiked, setLiked } = useLibrary()
  const liked = tracks.every((track) => isLiked(track.id))
  return (
    <Item
      icon={liked ? <HeartOff /> : <Heart />}
      onSelect={() =>
        setLiked(
          tracks.map((track) => track.id),
          !liked,
        )
      }
    >
      {liked ? strings.menu.unlike : strings.menu.like}
    </Item>
  )
}

/** Where one track leads. */
function Places({ menu: { tracks } }: { menu: OpenMenu }) {
  const navigate = useNavigate()
  const toasts = useToasts()
  const [track, second] = tracks
  if (!track || second) return null
  const copy = async () => {
    await navigator.clipboard?.writeText(`${location.origin}/track/${track.id}`)
    toasts.show({ text: strings.toasts.copied })
  }
  return (
    <>
      <Line />
      <Item
        icon={<Disc3 />}
        onSelect={() => void navigate({ to: '/album/$id', params: { id: track.album.id } })}
      >
        {strings.menu.goToAlbum}
      </Item>
      {track.artists.slice(0, 4).map((artist) => (
        <Item
          key={artist.id}
          icon={<User />}
          onSelect={() => void navigate({ to: '/artist/$id', params: { id: artist.id } })}
        >
          {track.artists.length > 1 ? artist.name : strings.menu.goToArtist}
        </Item>
      ))}
      <Item icon={<Link2 />} onSelect={() => void copy()}>
        {strings.menu.copyLink}
      </Item>
    </>
  )
}

function Playlists({ menu: { tracks }, onBack }: { menu: OpenMenu; onBack: () => void }) {
  const { playlists, addToPlaylist, createPlaylist } = useLibrary()
  const ids = tracks.map((track) => track.id)
  return (
    <>
      <Item icon={<ChevronLeft />} onSelect={stay(onBack)}>
        {strings.nav.back}
      </Item>
      <Line />
      <Item icon={<Plus />} onSelect={() => void createPlaylist({ trackIds: ids })}>
        {strings.menu.newPlaylist}
      </Item>
      {playlists
        .filter((playlist) => playlist.editable)
        .map((playlist) => (
          <Item
            key={playlist.id}
            icon={<Cover images={playlist.images} name={playlist.name} size={24} />}
            onSelect={() => addToPlaylist(playlist.id, ids)}
          >
            {playlist.name}
          </Item>
        ))}
    </>
  )
}
