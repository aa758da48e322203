/** Playing from a row: the list around it becomes the context; the row that plays already is paused. */
import { player } from '../player/player.ts'
import { rowKey, type TrackRow } from '../player/track.ts'
import type { TrackListProps } from './track-list-types.ts'

export type RowAt = (index: number) => TrackRow | undefined

/** What is played around a row of a list that is read in pieces and cannot say more. */
const around = 250

/** The rows that have been read, of these places. */
export function rowsOf(rowAt: RowAt, from: number, to: number): TrackRow[] {
  const rows: TrackRow[] = []
  for (let index = from; index < to; index++) {
    const row = rowAt(index)
    if (row) rows.push(row)
  }
  return rows
}

export async function playFrom(
  props: TrackListProps,
  index: number,
  list: { total: number; rowAt: RowAt },
): Promise<void> {
  const row = list.rowAt(index)
  if (!row) return
  const now = player.get()
  const same = now.current !== null && rowKey(now.current) === rowKey(row)
  if (same && now.context?.uri === props.context.uri) return now.toggle()
  if (props.onPlay) return props.onPlay(row, index)
  const { tracks, startIndex } = props.tracksFrom
    ? await props.tracksFrom(index)
    : loadedAround(list, index)
  now.play(tracks, { startIndex, context: props.context, reason: 'clickrow' })
}

function loadedAround({ total, rowAt }: { total: number; rowAt: RowAt }, index: number) {
  const before = rowsOf(rowAt, Math.max(0, index - around), index)
  const after = rowsOf(rowAt, index, Math.min(total, index + 2 * around))
  return { tracks: [...before, ...after], startIndex: before.length }
}
