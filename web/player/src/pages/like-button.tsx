/** A heart for an album or track, or a follow button for an artist. Shows at once; taking it back can be undone. */
import { Heart } from 'lucide-react'
import { type LikeKind, setLiked, useLiked } from '../api/likes.ts'
import { Button, IconButton } from '../components/button.tsx'
import { useToasts } from '../components/toast.tsx'
import { words } from './strings.ts'

export interface LikeButtonProps {
  kind: LikeKind
  id: string
  name: string
  /** As a button with words. */
  wordy?: boolean
}

export function LikeButton({ kind, id, name, wordy }: LikeButtonProps) {
  const liked = useLiked(kind, id) ?? false
  const toggle = useToggleLike(kind, id, name)
  const label = liked ? words.like.on[kind] : words.like.off[kind]
  if (wordy) {
    return (
      <Button aria-pressed={liked} onClick={() => toggle(!liked)}>
        {label}
      </Button>
    )
  }
  return (
    <IconButton
      size="large"
      className="like"
      label={label}
      pressed={liked}
      icon={<Heart fill={liked ? 'currentColor' : 'none'} />}
      onClick={() => toggle(!liked)}
    />
  )
}

function useToggleLike(kind: LikeKind, id: string, name: string): (to: boolean) => void {
  const toasts = useToasts()
  const failed = (error: unknown): void => {
    toasts.show({ kind: 'error', text: words.failed(error) })
  }
  return (to) => {
    const undo = (): void => void setLiked(kind, [id], !to).catch(failed)
    setLiked(kind, [id], to).then(() => {
      if (to) toasts.show({ text: words.like.done(name) })
      else toasts.show({ text: words.like.undone(name), undo })
    }, failed)
  }
}
