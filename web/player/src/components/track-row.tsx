/** One row: number or bars or play, cover, names, columns, heart, length, menu. Rendered anew only when it changes. */
import { Link } from '@tanstack/react-router'
import { Pause, Play } from 'lucide-react'
import { memo } from 'react'
import type { TrackRow } from '../player/track.ts'
import { strings } from '../strings.ts'
import { Cover } from './cover.tsx'
import { TrackHeart } from './heart.tsx'
import { formatMs } from './time.ts'
import { ArtistNames } from './track-links.tsx'
import type { TrackColumn } from './track-list-types.ts'
import { TrackMenuButton } from './track-menu.tsx'

export interface TrackRowViewProps {
  track: TrackRow
  index: number
  number: number
  columns: readonly TrackColumn[]
  compact: boolean
  /** This is what plays; `playing` whether it sounds. */
  current: boolean
  playing: boolean
  onPlay: (index: number) => void
  onRemove?: ((track: TrackRow) => void) | undefined
  removeLabel?: string | undefined
}

export const TrackRowView = memo(function TrackRowView(props: TrackRowViewProps) {
  const { track, columns, compact } = props
  return (
    <>
      {!compact && (
        // biome-ignore lint/a11y/useSemanticElements: rows of a virtual list cannot be table rows
        <span role="gridcell" className="track-number" tabIndex={-1}>
          <Lead {...props} />
        </span>
      )}
      <Names {...props} />
      {columns.map((column) => (
        <Column key={column} column={column} track={track} />
      ))}
      {/* biome-ignore lint/a11y/useSemanticElements: rows of a virtual list cannot be table rows */}
      <span role="gridcell" className="track-end" tabIndex={-1}>
        <TrackHeart track={track} tabIndex={-1} />
        <span className="track-time time">{formatMs(track.durationMs)}</span>
        <TrackMenuButton
          name={track.name}
          tracks={[track]}
          tabIndex={-1}
          onRemove={props.onRemove && (() => props.onRemove?.(track))}
          removeLabel={props.removeLabel}
        />
      </span>
    </>
  )
})

/** The number; bars that move while it plays; a button under the pointer. */
function Lead({ track, index, number, current, playing, onPlay }: TrackRowViewProps) {
  const sounding = current && playing
  return (
    <>
      <span className="track-index time">{current ? <Bars still={!playing} /> : number}</span>
      <button
        type="button"
        tabIndex={-1}
        className="track-play"
        aria-label={sounding ? strings.tracks.pause(track.name) : strings.tracks.play(track.name)}
        onClick={() => onPlay(index)}
      >
        {sounding ? <Pause fill="currentColor" /> : <Play fill="currentColor" />}
      </button>
    </>
  )
}

function Names({ track, index, columns, compact, current, playing, onPlay }: TrackRowViewProps) {
  const thumb = compact || columns.includes('cover')
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a virtual list cannot be table rows
    <span role="gridcell" className="track-title" tabIndex={-1}>
      {thumb && (
        <button
          type="button"
          tabIndex={-1}
          className="track-thumb"
          aria-label={strings.tracks.play(track.name)}
          onClick={() => onPlay(index)}
        >
          <Cover images={track.album.images} name={track.album.name} size={40} />
          {compact && (current ? <Bars still={!playing} /> : <Play fill="currentColor" />)}
        </button>
      )}
      <span className="track-names">
        <Link className="track-name clip" to="/track/$id" params={{ id: track.id }} tabIndex={-1}>
          {track.name}
        </Link>
        <span className="track-artists clip">
          <ArtistNames artists={track.artists} tabIndex={-1} />
        </span>
      </span>
    </span>
  )
}

function Bars({ still }: { still: boolean }) {
  return (
    <span className="bars" data-still={still || undefined} aria-hidden="true">
      <i />
      <i />
      <i />
      <i />
    </span>
  )
}

const dateFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

function Column({ column, track }: { column: TrackColumn; track: TrackRow }) {
  if (column === 'cover') return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a virtual list cannot be table rows
    <span role="gridcell" className="track-column clip" data-column={column} tabIndex={-1}>
      {column === 'album' && (
        <Link to="/album/$id" params={{ id: track.album.id }} tabIndex={-1}>
          {track.album.name}
        </Link>
      )}
      {column === 'artist' && <ArtistNames artists={track.artists} tabIndex={-1} />}
      {column === 'added' && track.addedAt && dateFormat.format(new Date(track.addedAt))}
      {column === 'plays' && track.plays !== undefined && strings.format.count(track.plays)}
    </span>
  )
}

/** A row that has not been read yet. */
export function TrackRowSkeleton({ index, compact }: { index: number; compact: boolean }) {
  return (
    <>
      {!compact && <span className="track-number" />}
      <span className="track-title">
        <span className="skeleton skeleton-thumb" />
        <span className="track-names">
          <span
            className="skeleton skeleton-text"
            style={{ width: `${30 + ((index * 37) % 40)}%` }}
          />
          <span
            className="skeleton skeleton-text"
            style={{ width: `${18 + ((index * 23) % 20)}%` }}
          />
        </span>
      </span>
    </>
  )
}
