/**
 * Rows of tracks: a grid that is walked by arrow keys, selected by shift and ctrl, dragged, played by double click or
 * Enter. Long lists render only the rows on screen, and ask for those that have not been read.
 */
import { type CSSProperties, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { rowKey } from '../player/track.ts'
import { usePlayer } from '../player/use-player.ts'
import { strings } from '../strings.ts'
import type { TrackColumn, TrackListProps } from './track-list-types.ts'
import { TrackRowSkeleton, TrackRowView } from './track-row.tsx'
import { useHold } from './use-hold.ts'
import { onGridKey, type TrackListModel, useTrackList } from './use-track-list.ts'
import { useWindow } from './use-window.ts'

const defaultColumns: TrackColumn[] = ['cover', 'album']

export function TrackList(props: TrackListProps) {
  const { columns = defaultColumns, compact = false, headless = compact, label } = props
  const model = useTrackList(props)
  const shownColumns = compact ? [] : columns
  const { first, last, rowHeight, reveal } = useWindow(model.list, model.total)
  useMissingRows(props, model, first, last)
  useFocusRow(model, reveal)
  const indexes = Array.from({ length: Math.max(0, last - first) }, (_, place) => first + place)
  return (
    <>
      {!headless && <Heading columns={shownColumns} />}
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual list cannot be a table */}
      <div
        className="track-list"
        role="grid"
        aria-label={label ?? props.context.name}
        aria-rowcount={model.total}
        aria-multiselectable="true"
        data-compact={compact || undefined}
        data-columns={shownColumns.join(' ')}
        ref={model.list}
        style={{ '--rows': model.total } as CSSProperties}
        onKeyDown={(event) => onGridKey(event, model, props)}
        onDragLeave={model.drag.onDragLeaveList}
        onDrop={model.drag.onDrop}
      >
        {indexes.map((index) => (
          <Row
            key={keyOf(model, index)}
            index={index}
            top={index * rowHeight}
            model={model}
            props={props}
            columns={shownColumns}
            compact={compact}
          />
        ))}
        {model.drag.dropAt !== null && (
          <span className="drop-line" style={{ top: model.drag.dropAt * rowHeight }} />
        )}
      </div>
      {props.footer}
    </>
  )
}

const keyOf = (model: TrackListModel, index: number): string | number => {
  const row = model.rowAt(index)
  return row ? `${rowKey(row)}@${index}` : index
}

function Heading({ columns }: { columns: readonly TrackColumn[] }) {
  return (
    <div className="track-heading" data-columns={columns.join(' ')} aria-hidden="true">
      <span className="track-number">{strings.tracks.number}</span>
      <span>{strings.tracks.title}</span>
      {columns.map(
        (column) =>
          column !== 'cover' && (
            <span key={column} className="track-column" data-column={column}>
              {strings.tracks[column]}
            </span>
          ),
      )}
      <span className="track-end">{strings.tracks.duration}</span>
    </div>
  )
}

interface RowProps {
  index: number
  top: number
  model: TrackListModel
  props: TrackListProps
  columns: readonly TrackColumn[]
  compact: boolean
}

function Row({ index, top, model, props, columns, compact }: RowProps) {
  const track = model.rowAt(index)
  const current = useIsCurrent(props, track && rowKey(track), track?.id)
  const playing = usePlayer((player) => player.playing)
  const hold = useHold((place) => model.onRowHold(place, index))
  // Handlers that stay the same, so that rows that did not change are not rendered anew.
  const latest = useRef(model)
  latest.current = model
  const [play] = useState(() => (at: number) => latest.current.play(at))
  const remove = props.onRemove
  const removeOne = useRef<TrackListProps['onRemove']>(remove)
  removeOne.current = remove
  const [onRemove] = useState(() => (row: NonNullable<typeof track>) => removeOne.current?.([row]))
  const selected = track !== undefined && model.selection.keys.has(rowKey(track))
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a virtual list cannot be table rows
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it hears the keys
    <div
      className="track-row"
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selected}
      tabIndex={index === model.selection.cursor ? 0 : -1}
      draggable={track !== undefined}
      data-index={index}
      data-current={current || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => model.onRowClick(event, index)}
      onDoubleClick={(event) => {
        if (!(event.target as Element).closest('button, a')) model.play(index)
      }}
      onContextMenu={(event) => model.onRowMenu(event, index)}
      onFocus={(event) => event.target === event.currentTarget && model.onFocusRow(index)}
      onDragStart={(event) => model.drag.onDragStart(event, index)}
      onDragEnd={model.drag.onDragEnd}
      onDragOver={(event) => model.drag.onDragOver(event, index)}
      {...hold}
    >
      {track ? (
        <TrackRowView
          track={track}
          index={index}
          number={props.numbers === 'track' ? (track.trackNumber ?? index + 1) : index + 1}
          columns={columns}
          compact={compact}
          current={current}
          playing={current && playing}
          onPlay={play}
          onRemove={remove && onRemove}
          removeLabel={props.removeLabel}
        />
      ) : (
        <TrackRowSkeleton index={index} compact={compact} />
      )}
    </div>
  )
}

/** In the list it plays from, only the very row; elsewhere every row of the track. */
function useIsCurrent(
  { context, onPlay }: TrackListProps,
  key: string | undefined,
  id: string | undefined,
): boolean {
  return usePlayer((player) => {
    if (!player.current || !id || player.current.id !== id || onPlay) return false
    return player.context?.uri !== context.uri || rowKey(player.current) === key
  })
}

function useMissingRows(
  { loadRange }: TrackListProps,
  { rowAt }: TrackListModel,
  first: number,
  last: number,
) {
  useEffect(() => {
    if (!loadRange) return
    let start = first
    let end = last
    while (start < end && rowAt(start)) start++
    while (end > start && rowAt(end - 1)) end--
    if (start < end) loadRange(start, end)
  })
}

/** Brings a row on screen and gives it the focus. */
function useFocusRow(model: TrackListModel, reveal: (index: number) => void) {
  const { list } = model
  useLayoutEffect(() => {
    const element = list.current
    const onFocusRow = (event: Event) => {
      const index = (event as CustomEvent<number>).detail
      reveal(index)
      requestAnimationFrame(() =>
        element
          ?.querySelector<HTMLElement>(`[data-index="${index}"]`)
          ?.focus({ preventScroll: true }),
      )
    }
    element?.addEventListener('focus-row', onFocusRow)
    return () => element?.removeEventListener('focus-row', onFocusRow)
  }, [list, reveal])
}
