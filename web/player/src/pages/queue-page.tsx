/** The queue: what plays, what the listener put next, and what follows from where the music came. */
import { useNavigate } from '@tanstack/react-router'
import { ListEnd } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/states.tsx'
import { useToasts } from '../components/toast.tsx'
import { TrackList } from '../components/track-list.tsx'
import type { QueueEntry } from '../player/player-state.ts'
import type { PlayContext, TrackRow } from '../player/track.ts'
import { usePlayer } from '../player/use-player.ts'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'

const queueContext: PlayContext = { uri: 'backbeat:queue', name: words.queue.title }

export function QueuePage() {
  usePage(words.queue.title)
  const current = usePlayer((player) => player.current)
  const queue = usePlayer((player) => player.queue)
  const context = usePlayer((player) => player.context)
  const own = queue.filter(({ queued }) => queued)
  const rest = queue.filter(({ queued }) => !queued)
  return (
    <div className="page">
      <header className="section-header">
        <h1>{words.queue.title}</h1>
        {own.length > 0 && <ClearQueue own={own} />}
      </header>
      {!current && queue.length === 0 && <EmptyQueue />}
      {current && <NowPlaying track={current} />}
      <Upcoming title={words.queue.next} entries={own} offset={0} />
      <Upcoming
        title={words.queue.from(context?.name ?? words.library.title)}
        entries={rest}
        offset={own.length}
      />
    </div>
  )
}

function NowPlaying({ track }: { track: TrackRow }) {
  const toggle = usePlayer((player) => player.toggle)
  return (
    <section className="page-section" aria-label={words.queue.now}>
      <h2>{words.queue.now}</h2>
      <TrackList
        tracks={[track]}
        context={queueContext}
        onPlay={toggle}
        label={words.queue.now}
        headless
      />
    </section>
  )
}

interface UpcomingProps {
  title: string
  entries: QueueEntry[]
  /** How many upcoming entries stand before these. */
  offset: number
}

function Upcoming({ title, entries, offset }: UpcomingProps) {
  const skipTo = usePlayer((player) => player.skipTo)
  const move = usePlayer((player) => player.moveInQueue)
  const remove = usePlayer((player) => player.removeFromQueue)
  if (entries.length === 0) return null
  const rows = entries.map(({ key, track }) => ({ ...track, key }))
  const keyOf = (row: TrackRow): string => row.key ?? row.id
  return (
    <section className="page-section" aria-label={title}>
      <h2>{title}</h2>
      <TrackList
        tracks={rows}
        context={queueContext}
        label={title}
        headless
        onPlay={(row) => skipTo(keyOf(row))}
        onReorder={(keys, toIndex) => {
          for (const { key, at } of placesFor(entries.map(keyOfEntry), keys, toIndex)) {
            move(key, offset + at)
          }
        }}
        onRemove={(gone) => remove(gone.map(keyOf))}
        removeLabel={words.queue.remove}
      />
    </section>
  )
}

const keyOfEntry = ({ key }: QueueEntry): string => key

/** Where each moved entry goes, one move after the other; numbers count the list without the entry itself. */
export function placesFor(
  order: string[],
  keys: string[],
  toIndex: number,
): { key: string; at: number }[] {
  const anchor = order.slice(toIndex).find((key) => !keys.includes(key))
  let now = order
  return order
    .filter((key) => keys.includes(key))
    .map((key) => {
      const rest = now.filter((each) => each !== key)
      const at = anchor === undefined ? rest.length : rest.indexOf(anchor)
      now = rest.toSpliced(at, 0, key)
      return { key, at }
    })
}

function ClearQueue({ own }: { own: QueueEntry[] }) {
  const clear = usePlayer((player) => player.clearQueue)
  const enqueue = usePlayer((player) => player.enqueue)
  const toasts = useToasts()
  return (
    <Button
      kind="quiet"
      onClick={() => {
        clear()
        toasts.show({
          text: words.queue.cleared,
          undo: () => enqueue(own.map(({ track }) => track)),
        })
      }}
    >
      {words.queue.clear}
    </Button>
  )
}

function EmptyQueue() {
  const navigate = useNavigate()
  return (
    <EmptyState
      icon={<ListEnd />}
      title={words.queue.empty}
      text={words.queue.emptyText}
      action={
        <Button kind="primary" onClick={() => void navigate({ to: '/search' })}>
          {words.actions.search}
        </Button>
      }
    />
  )
}
