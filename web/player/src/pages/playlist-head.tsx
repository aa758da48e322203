/** The head of a playlist, where its owner renames, describes and deletes it. */
import { useNavigate } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import {
  deletePlaylist,
  describePlaylist,
  type PlaylistView,
  restorePlaylist,
} from '../api/playlist-queries.ts'
import { IconButton } from '../components/button.tsx'
import { Hero } from '../components/hero.tsx'
import { useToasts } from '../components/toast.tsx'
import { Facts } from './facts.tsx'
import { formatTotal } from './format.ts'
import { InlineEdit } from './inline-edit.tsx'
import { contexts, usePlayActions } from './play-actions.ts'
import { PlayButtons } from './play-buttons.tsx'
import { words } from './strings.ts'

interface PlaylistHeadProps {
  playlist: PlaylistView
  editable: boolean
}

export function PlaylistHead({ playlist, editable }: PlaylistHeadProps) {
  const describe = useDescribe(playlist.id)
  const total = playlist.rows.reduce((sum, { durationMs }) => sum + durationMs, 0)
  return (
    <Hero
      kind={words.kinds.playlist}
      title={playlist.name}
      images={playlist.images}
      heading={
        editable && (
          <InlineEdit
            value={playlist.name}
            label={words.playlist.name}
            required
            maxLength={100}
            onSave={(name) => describe({ name })}
          />
        )
      }
      description={
        editable ? (
          <InlineEdit
            value={playlist.description}
            label={words.playlist.description}
            placeholder={words.playlist.addDescription}
            maxLength={300}
            onSave={(description) => describe({ description })}
          />
        ) : (
          playlist.description
        )
      }
      facts={
        <Facts
          of={[
            playlist.owner.name,
            words.count.songs(playlist.total),
            total > 0 ? formatTotal(total) : null,
          ]}
        />
      }
      actions={<PlaylistActions playlist={playlist} editable={editable} />}
    />
  )
}

function PlaylistActions({ playlist, editable }: PlaylistHeadProps) {
  const play = usePlayActions()
  const remove = useDelete(playlist)
  const context = contexts.playlist(playlist.id, playlist.name)
  const playable = playlist.rows.filter((row) => row.id !== '')
  return (
    <>
      <PlayButtons
        contextUri={context.uri}
        disabled={playable.length === 0}
        onPlay={(shuffle) => play.rows(playable, context, 0, shuffle)}
      />
      {editable && (
        <IconButton size="large" label={words.playlist.delete} icon={<Trash2 />} onClick={remove} />
      )}
    </>
  )
}

function useDescribe(id: string): (change: { name?: string; description?: string }) => void {
  const toasts = useToasts()
  return (change) => {
    describePlaylist(id, change).catch((error: unknown) => {
      toasts.show({ kind: 'error', text: words.failed(error) })
    })
  }
}

/** Deletes at once and offers to take it back, which leads to the playlist again. */
function useDelete({ id, name }: PlaylistView): () => void {
  const toasts = useToasts()
  const navigate = useNavigate()
  const failed = (error: unknown): void => {
    toasts.show({ kind: 'error', text: words.failed(error) })
  }
  const undo = (): void => {
    restorePlaylist(id).then(() => navigate({ to: '/playlist/$id', params: { id } }), failed)
  }
  return () => {
    deletePlaylist(id).then(async () => {
      await navigate({ to: '/library', search: { tab: 'playlists' } as never })
      toasts.show({ text: words.playlist.deleted(name), undo })
    }, failed)
  }
}
