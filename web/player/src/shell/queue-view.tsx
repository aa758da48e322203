/** What plays and what comes next. Entries move by drag or alt+arrows; songs dropped here join the queue. */
import { ListMusic } from 'lucide-react'
import { useMemo } from 'react'
import { Button } from '../components/button.tsx'
import { useTrackDrop } from '../components/drag.ts'
import { useQueueActions } from '../components/queue-actions.ts'
import { EmptyState } from '../components/states.tsx'
import { TrackList } from '../components/track-list.tsx'
import type { QueueEntry } from '../player/player-state.ts'
import { rowKey, type TrackRow } from '../player/track.ts'
import { usePlayer } from '../player/use-player.ts'
import { strings } from '../strings.ts'

/** Rows are told apart by their place in the queue, not by the track. */
const rowsOf = (entries: QueueEntry[]): TrackRow[] =>
  entries.map((entry) => ({ ...entry.track, key: entry.key }))

export function QueueView({ compact = true }: { compact?: boolean }) {
  const queue = usePlayer((player) => player.queue)
  const current = usePlayer((player) => player.current)
  const context = usePlayer((player) => player.context)
  const clearQueue = usePlayer((player) => player.clearQueue)
  const { enqueue } = useQueueActions()
  const { over, props } = useTrackDrop(enqueue)
  const queued = useMemo(() => rowsOf(queue.filter((entry) => entry.queued)), [queue])
  const upcoming = useMemo(() => rowsOf(queue.filter((entry) => !entry.queued)), [queue])
  return (
    <div className="queue-view" data-drop={over || undefined} {...props}>
      {current && (
        <section>
          <h3>{strings.player.nowPlaying}</h3>
          <TrackList
            tracks={[current]}
            context={context ?? queueContext}
            label={strings.player.nowPlaying}
            compact={compact}
            headless
          />
        </section>
      )}
      {queued.length > 0 && (
        <section>
          <h3>
            {strings.player.inQueue}
            <Button kind="quiet" size="small" onClick={clearQueue}>
              {strings.player.clear}
            </Button>
          </h3>
          <Entries rows={queued} from={0} label={strings.player.inQueue} compact={compact} />
        </section>
      )}
      {upcoming.length > 0 && (
        <section>
          <h3 className="clip">
            {context ? strings.player.nextFrom(context.name) : strings.player.nextUp}
          </h3>
          <Entries
            rows={upcoming}
            from={queued.length}
            label={strings.player.nextUp}
            compact={compact}
          />
        </section>
      )}
      {queue.length === 0 && (
        <EmptyState
          icon={<ListMusic />}
          title={strings.player.emptyQueue}
          text={strings.player.emptyQueueText}
        />
      )}
    </div>
  )
}

const queueContext = { uri: 'backbeat:queue', name: strings.player.queue }

interface EntriesProps {
  rows: TrackRow[]
  /** The place of the first row among all that comes next. */
  from: number
  label: string
  compact: boolean
}

function Entries({ rows, from, label, compact }: EntriesProps) {
  const skipTo = usePlayer((player) => player.skipTo)
  const remove = usePlayer((player) => player.removeFromQueue)
  const move = usePlayer((player) => player.moveInQueue)
  const reorder = (keys: string[], toIndex: number) => {
    // Places count the rows as they were; taking rows away before the place shifts it.
    const before = rows.slice(0, toIndex).filter((row) => keys.includes(rowKey(row))).length
    keys.forEach((key, index) => {
      move(key, from + toIndex - before + index)
    })
  }
  return (
    <TrackList
      tracks={rows}
      context={queueContext}
      label={label}
      compact={compact}
      headless
      onPlay={(track) => skipTo(rowKey(track))}
      onReorder={reorder}
      onRemove={(tracks) => remove(tracks.map(rowKey))}
      removeLabel={strings.menu.removeFromQueue}
    />
  )
}
