/** A playlist: rename in place, reorder, add, remove, sort; deleting it can be undone. */
import { useParams } from '@tanstack/react-router'
import { ListMusic } from 'lucide-react'
import { useMemo, useState } from 'react'
import {
  addToPlaylist,
  movePlaylistRows,
  type PlaylistView,
  removePlaylistKeys,
  usePlaylist,
} from '../api/playlist-queries.ts'
import { SkeletonHero, SkeletonTracks } from '../components/skeleton.tsx'
import { EmptyState, ErrorState } from '../components/states.tsx'
import { useToasts } from '../components/toast.tsx'
import { TrackList } from '../components/track-list.tsx'
import { useLibrary } from '../library.ts'
import { rowKey, type TrackRow } from '../player/track.ts'
import { contexts } from './play-actions.ts'
import { AddSongs } from './playlist-add.tsx'
import { PlaylistHead } from './playlist-head.tsx'
import { type PlaylistSort, sortedRows } from './playlist-sort.ts'
import { optionsOf, SelectField } from './select-field.tsx'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'

export function PlaylistPage() {
  const { id } = useParams({ from: '/playlist/$id' })
  const { data: playlist, error, refetch } = usePlaylist(id)
  usePage(playlist?.name)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!playlist) {
    return (
      <div className="page">
        <SkeletonHero />
        <SkeletonTracks />
      </div>
    )
  }
  return <PlaylistViewer key={id} playlist={playlist} />
}

function PlaylistViewer({ playlist }: { playlist: PlaylistView }) {
  const mine = useLibrary().user?.id === playlist.owner.id
  return (
    <div className="page">
      <PlaylistHead playlist={playlist} editable={mine} />
      {playlist.rows.length > 0 && <Rows playlist={playlist} editable={mine} />}
      {playlist.rows.length === 0 && (
        <EmptyState
          icon={<ListMusic />}
          title={words.playlist.empty}
          text={mine ? words.playlist.emptyText : undefined}
        />
      )}
      {mine && <AddSongs playlist={playlist} />}
    </div>
  )
}

function Rows({ playlist, editable }: { playlist: PlaylistView; editable: boolean }) {
  const [sort, setSort] = useState<PlaylistSort>('own')
  const rows = useMemo(() => sortedRows(playlist.rows, sort), [playlist.rows, sort])
  const change = usePlaylistChanges(playlist)
  return (
    <>
      <div className="list-tools">
        {editable && sort === 'own' && <p className="quiet">{words.playlist.order}</p>}
        <SelectField
          label={words.playlist.sort}
          value={sort}
          options={optionsOf(words.playlist.sorts)}
          onChange={setSort}
        />
      </div>
      <TrackList
        tracks={rows}
        context={contexts.playlist(playlist.id, playlist.name)}
        columns={['cover', 'album', 'added']}
        label={playlist.name}
        onReorder={editable && sort === 'own' ? change.move : undefined}
        onRemove={editable ? change.remove : undefined}
      />
    </>
  )
}

function usePlaylistChanges({ id, rows }: PlaylistView) {
  const toasts = useToasts()
  const failed = (error: unknown): void => {
    toasts.show({ kind: 'error', text: words.failed(error) })
  }
  return {
    move: (keys: string[], toIndex: number) =>
      void movePlaylistRows(id, keys, toIndex).catch(failed),
    remove: (gone: TrackRow[]) => {
      const keys = gone.map(rowKey)
      removePlaylistKeys(id, keys).then(() => {
        toasts.show({
          text: words.playlist.removed(keys.length),
          undo: () => void putBack(id, rows, keys).catch(failed),
        })
      }, failed)
    },
  }
}

/** Removed rows go back to where they were, the first one first, so that each place is right when its turn comes. */
async function putBack(id: string, rows: TrackRow[], keys: string[]): Promise<void> {
  for (const [position, row] of rows.entries()) {
    if (keys.includes(rowKey(row))) await addToPlaylist(id, [row.id], position)
  }
}
