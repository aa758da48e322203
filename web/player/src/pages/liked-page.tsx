/** The songs that the listener likes, newest first. */
import type { SavedTrack } from '@backbeat/contracts/api/spotify'
import { useNavigate } from '@tanstack/react-router'
import { Heart } from 'lucide-react'
import { useEffect } from 'react'
import { onLikesChanged } from '../api/likes.ts'
import { likedTracks } from '../api/listener-queries.ts'
import { rowOfTrack } from '../api/track-row.ts'
import { type SparseList, useSparseList } from '../api/use-sparse-list.ts'
import { Button } from '../components/button.tsx'
import { Hero } from '../components/hero.tsx'
import { SkeletonTracks } from '../components/skeleton.tsx'
import { EmptyState, ErrorState } from '../components/states.tsx'
import type { TrackRow } from '../player/track.ts'
import { contexts, likedRows, usePlayActions } from './play-actions.ts'
import { PlayButtons } from './play-buttons.tsx'
import { SparseTrackList } from './sparse-track-list.tsx'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'

const pageSize = 50

export function LikedPage() {
  usePage(words.liked.title)
  const list = useSparseList<SavedTrack>('liked', likedTracks, pageSize)
  const { refresh } = list
  useEffect(() => onLikesChanged((kind) => kind === 'track' && refresh()), [refresh])
  return (
    <div className="page">
      <LikedHead total={list.total} />
      {list.error ? <ErrorState error={list.error} retry={list.retry} /> : <Songs list={list} />}
    </div>
  )
}

function LikedHead({ total }: { total: number | undefined }) {
  const play = usePlayActions()
  return (
    <Hero
      kind={words.kinds.playlist}
      title={words.liked.title}
      art={
        <span className="liked-art">
          <Heart fill="currentColor" />
        </span>
      }
      facts={total === undefined ? '\u00a0' : words.count.songs(total)}
      actions={
        <PlayButtons
          contextUri={contexts.liked().uri}
          disabled={!total}
          onPlay={(shuffle) => play.liked(shuffle)}
        />
      }
    />
  )
}

function Songs({ list }: { list: SparseList<SavedTrack> }) {
  const navigate = useNavigate()
  if (list.total === undefined) return <SkeletonTracks />
  if (list.total === 0) {
    return (
      <EmptyState
        icon={<Heart />}
        title={words.liked.empty}
        text={words.liked.emptyText}
        action={
          <Button kind="primary" onClick={() => void navigate({ to: '/search' })}>
            {words.actions.search}
          </Button>
        }
      />
    )
  }
  return (
    <SparseTrackList
      list={list}
      rowOf={rowOf}
      rowsFrom={likedRows}
      context={contexts.liked()}
      columns={['cover', 'album', 'added']}
      label={words.liked.title}
    />
  )
}

const rowOf = ({ track, added_at }: SavedTrack): TrackRow => ({
  ...rowOfTrack(track),
  addedAt: added_at,
})
