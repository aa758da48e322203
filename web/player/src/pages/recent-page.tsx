/** What was played, newest first, by day. */
import type { PlayHistory } from '@backbeat/contracts/api/spotify'
import { useNavigate } from '@tanstack/react-router'
import { History } from 'lucide-react'
import { useMemo } from 'react'
import { useRecentlyPlayed } from '../api/listener-queries.ts'
import { rowOfTrack } from '../api/track-row.ts'
import { Button } from '../components/button.tsx'
import { SkeletonTracks } from '../components/skeleton.tsx'
import { EmptyState, ErrorState } from '../components/states.tsx'
import { TrackList } from '../components/track-list.tsx'
import type { TrackRow } from '../player/track.ts'
import { contexts } from './play-actions.ts'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'

export function RecentPage() {
  usePage(words.recent.title)
  const recent = useRecentlyPlayed()
  const days = useMemo(
    () => byDay(recent.data?.pages.flatMap(({ items }) => items) ?? []),
    [recent.data],
  )
  return (
    <div className="page">
      <h1>{words.recent.title}</h1>
      {recent.isPending && <SkeletonTracks />}
      {recent.error && <ErrorState error={recent.error} retry={() => void recent.refetch()} />}
      {recent.data && days.length === 0 && <NothingYet />}
      {days.map((day) => (
        <section className="page-section" key={day.key} aria-label={day.name}>
          <h2>{day.name}</h2>
          <TrackList
            tracks={day.rows}
            context={contexts.page('backbeat:recent', words.recent.title)}
            label={day.name}
            headless
          />
        </section>
      ))}
      {recent.hasNextPage && (
        <Button busy={recent.isFetchingNextPage} onClick={() => void recent.fetchNextPage()}>
          {words.recent.older}
        </Button>
      )}
    </div>
  )
}

function NothingYet() {
  const navigate = useNavigate()
  return (
    <EmptyState
      icon={<History />}
      title={words.recent.empty}
      text={words.recent.emptyText}
      action={
        <Button kind="primary" onClick={() => void navigate({ to: '/' })}>
          {words.actions.search}
        </Button>
      }
    />
  )
}

interface Day {
  key: string
  name: string
  rows: TrackRow[]
}

const dayName = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
})

export function byDay(items: PlayHistory[], now = new Date()): Day[] {
  const days: Day[] = []
  for (const item of items) {
    const date = new Date(item.played_at)
    const key = date.toDateString()
    if (days.at(-1)?.key !== key) days.push({ key, name: nameOf(date, now), rows: [] })
    const row = { ...rowOfTrack(item.track), key: `${item.track.id}:${item.played_at}` }
    days.at(-1)?.rows.push({ ...row, addedAt: item.played_at })
  }
  return days
}

function nameOf(date: Date, now: Date): string {
  const yesterday = new Date(now)
  yesterday.setDate(now.getDate() - 1)
  if (date.toDateString() === now.toDateString()) return words.recent.today
  if (date.toDateString() === yesterday.toDateString()) return words.recent.yesterday
  return dayName.format(date)
}
