/** The heart of a track: liked or not, everywhere the same. */
import { Heart } from 'lucide-react'
import { useLiked } from '../api/likes.ts'
import { useLibrary } from '../library.ts'
import type { TrackRow } from '../player/track.ts'
import { strings } from '../strings.ts'
import { IconButton, type IconButtonProps } from './button.tsx'

interface TrackHeartProps extends Pick<IconButtonProps, 'size' | 'tabIndex'> {
  track: TrackRow
}

export function TrackHeart({ track, size, tabIndex }: TrackHeartProps) {
  const { setLiked } = useLibrary()
  const liked = useLiked('track', track.id) ?? false
  return (
    <IconButton
      className="heart"
      size={size}
      tabIndex={tabIndex}
      pressed={liked}
      label={liked ? strings.tracks.unlike(track.name) : strings.tracks.like(track.name)}
      icon={<Heart fill={liked ? 'currentColor' : 'none'} />}
      onClick={(event) => {
        event.stopPropagation()
        setLiked([track.id], !liked)
      }}
    />
  )
}
