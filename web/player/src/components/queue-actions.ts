/** Adding songs to the queue, saying so, with undo. */
import type { TrackRow } from '../player/track.ts'
import { usePlayer } from '../player/use-player.ts'
import { strings } from '../strings.ts'
import { useToasts } from './toast.tsx'

export function useQueueActions() {
  const enqueue = usePlayer((player) => player.enqueue)
  const playNext = usePlayer((player) => player.playNext)
  const remove = usePlayer((player) => player.removeFromQueue)
  const toasts = useToasts()
  const tell = (text: string, added: string[]) => toasts.show({ text, undo: () => remove(added) })
  return {
    enqueue: (tracks: TrackRow[]) => tell(strings.toasts.queued(tracks.length), enqueue(tracks)),
    playNext: (tracks: TrackRow[]) =>
      tell(strings.toasts.playNext(tracks.length), playNext(tracks)),
  }
}
