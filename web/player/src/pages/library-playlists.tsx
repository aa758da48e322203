/** The listener's playlists. */
import { useNavigate } from '@tanstack/react-router'
import { ListMusic, Plus } from 'lucide-react'
import { usePlaylists } from '../api/playlist-queries.ts'
import { Button } from '../components/button.tsx'
import { CardGrid } from '../components/card.tsx'
import { SkeletonGrid } from '../components/skeleton.tsx'
import { EmptyState, ErrorState } from '../components/states.tsx'
import { useLibrary } from '../library.ts'
import { PlaylistCard } from './cards.tsx'
import { words } from './strings.ts'

export function PlaylistsTab() {
  const { data, error, refetch } = usePlaylists()
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonGrid />
  if (data.length === 0) {
    return (
      <EmptyState
        icon={<ListMusic />}
        title={words.library.noPlaylists}
        text={words.library.noPlaylistsText}
        action={<NewPlaylist primary />}
      />
    )
  }
  return (
    <>
      <div className="list-tools">
        <NewPlaylist />
      </div>
      <CardGrid>
        {data.map((playlist) => (
          <PlaylistCard key={playlist.id} playlist={playlist} />
        ))}
      </CardGrid>
    </>
  )
}

function NewPlaylist({ primary = false }: { primary?: boolean }) {
  const { createPlaylist } = useLibrary()
  const navigate = useNavigate()
  const create = async (): Promise<void> => {
    const id = await createPlaylist()
    await navigate({ to: '/playlist/$id', params: { id } })
  }
  return (
    <Button
      kind={primary ? 'primary' : 'secondary'}
      icon={<Plus />}
      // The library has told what went wrong.
      onClick={() => void create().catch(() => undefined)}
    >
      {words.library.newPlaylist}
    </Button>
  )
}
