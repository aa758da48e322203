/** The library: everything on this server, or what the listener keeps, as albums, artists, songs and playlists. */
import { Tabs } from '../components/tabs.tsx'
import { MorePlaces } from '../shell/more-places.tsx'
import { AlbumsTab, ArtistsTab } from './library-cards.tsx'
import { PlaylistsTab } from './library-playlists.tsx'
import { TracksTab } from './library-tracks.tsx'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'
import { useUrlState } from './use-url-state.ts'

export type LibraryTab = keyof typeof words.library.tabs

const tabs = (Object.keys(words.library.tabs) as LibraryTab[]).map((value) => ({
  value,
  label: words.library.tabs[value],
}))

export function LibraryPage() {
  usePage(words.library.title)
  const [state, setState] = useUrlState<'tab'>('/library')
  const tab = tabs.find(({ value }) => value === state.tab)?.value ?? 'albums'
  return (
    <div className="page">
      <h1>{words.library.title}</h1>
      <MorePlaces />
      <Tabs
        label={words.library.title}
        tabs={tabs}
        value={tab}
        onChange={(value) => setState({ tab: value }, { fresh: true })}
      />
      {tab === 'albums' && <AlbumsTab />}
      {tab === 'artists' && <ArtistsTab />}
      {tab === 'tracks' && <TracksTab />}
      {tab === 'playlists' && <PlaylistsTab />}
    </div>
  )
}
