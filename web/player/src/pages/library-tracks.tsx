/** All songs of the library, read in pieces as they are scrolled to. */
import type { SavedTrack, Track } from '@backbeat/contracts/api/spotify'
import { Music } from 'lucide-react'
import { useCallback } from 'react'
import { catalogList } from '../api/catalog-queries.ts'
import { likedTracks } from '../api/listener-queries.ts'
import { rowOfTrack } from '../api/track-row.ts'
import { type SparseList, useSparseList } from '../api/use-sparse-list.ts'
import { SkeletonTracks } from '../components/skeleton.tsx'
import { ErrorState } from '../components/states.tsx'
import type { TrackRow } from '../player/track.ts'
import { MineEmpty, NoneHere } from './library-cards.tsx'
import { LibraryTools, type Sort, useLibraryChoices } from './library-tools.tsx'
import { contexts, likedRows, playAtMost } from './play-actions.ts'
import { SparseTrackList } from './sparse-track-list.tsx'
import { words } from './strings.ts'

const sorts: Sort[] = ['title', 'artist', 'album', 'added']

export function TracksTab() {
  const choices = useLibraryChoices(sorts)
  const { scope, sort, genre } = choices
  return (
    <>
      <LibraryTools choices={choices} sorts={sorts} mine={words.library.mine.tracks} genres />
      {scope === 'mine' ? (
        <Liked />
      ) : (
        <AllTracks key={`${sort}:${genre}`} sort={sort} genre={genre} />
      )}
    </>
  )
}

function AllTracks({ sort, genre }: { sort: Sort; genre: string }) {
  const load = catalogList('tracks', { sort, genre })
  const list = useSparseList<Track>(`library:tracks:${sort}:${genre}`, load)
  const rowsFrom = useCallback(
    async (from: number) => {
      const page = await catalogList('tracks', { sort, genre })(
        from,
        playAtMost,
        new AbortController().signal,
      )
      return page.items.map(rowOfTrack)
    },
    [sort, genre],
  )
  return (
    <Rows list={list} empty={<NoneHere icon={<Music />} />}>
      <SparseTrackList
        list={list}
        rowOf={rowOfTrack}
        rowsFrom={rowsFrom}
        context={contexts.page('backbeat:library', words.library.title)}
        columns={['cover', 'album', 'added']}
        label={words.library.tabs.tracks}
      />
    </Rows>
  )
}

function Liked() {
  const list = useSparseList<SavedTrack>('liked', likedTracks, 50)
  return (
    <Rows list={list} empty={<MineEmpty />}>
      <SparseTrackList
        list={list}
        rowOf={likedRow}
        rowsFrom={likedRows}
        context={contexts.liked()}
        columns={['cover', 'album', 'added']}
        label={words.liked.title}
      />
    </Rows>
  )
}

const likedRow = ({ track, added_at }: SavedTrack): TrackRow => ({
  ...rowOfTrack(track),
  addedAt: added_at,
})

interface RowsProps {
  list: SparseList<unknown>
  empty: React.ReactNode
  children: React.ReactNode
}

function Rows({ list, empty, children }: RowsProps) {
  if (list.error) return <ErrorState error={list.error} retry={list.retry} />
  if (list.total === undefined) return <SkeletonTracks />
  return list.total === 0 ? empty : children
}
