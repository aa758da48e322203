/** Rows of tracks. */

import { rowKey } from '../player/track.ts'
import { usePlayer } from '../player/use-player.ts'
import type { TrackListProps } from './track-list-types.ts'

export function TrackList({ tracks = [], context }: TrackListProps) {
  const play = usePlayer((player) => player.play)
  return (
    <ol className="track-list">
      {tracks.map((track, index) => (
        <li className="track-row" key={rowKey(track)}>
          <button type="button" onClick={() => play(tracks, { startIndex: index, context })}>
            {track.name}
          </button>
        </li>
      ))}
    </ol>
  )
}
