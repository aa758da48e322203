/** Finds songs to add without leaving the playlist. */
import { Plus, Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useSearch } from '../api/catalog-queries.ts'
import { addToPlaylist, type PlaylistView } from '../api/playlist-queries.ts'
import { IconButton } from '../components/button.tsx'
import { Cover } from '../components/cover.tsx'
import { TextField } from '../components/text-field.tsx'
import { useToasts } from '../components/toast.tsx'
import { words } from './strings.ts'
import { useDebounced } from './use-debounced.ts'

const shownMax = 8

export function AddSongs({ playlist }: { playlist: PlaylistView }) {
  const [text, setText] = useState('')
  const asked = useDebounced(text.trim(), 150)
  const { data } = useSearch(asked, 20)
  const inIt = new Set(playlist.rows.map(({ id }) => id))
  const found = useDeferredValue(asked === '' ? [] : (data?.tracks?.items ?? []))
  const add = useAdd(playlist)
  return (
    <section className="page-section add-songs" aria-label={words.playlist.addSuggested}>
      <h2>{words.playlist.addSuggested}</h2>
      <TextField
        label={words.playlist.findSongs}
        labelHidden
        type="search"
        icon={<Search />}
        placeholder={words.playlist.findSongs}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
      />
      <ul className="song-picks">
        {found
          .filter(({ id }) => !inIt.has(id))
          .slice(0, shownMax)
          .map((track) => (
            <li key={track.id}>
              <Cover images={track.album.images} name={track.album.name} size={40} />
              <span className="song-pick-text">
                <strong>{track.name}</strong>
                <span>{track.artists.map(({ name }) => name).join(', ')}</span>
              </span>
              <IconButton
                label={words.playlist.addSong(track.name)}
                icon={<Plus />}
                onClick={() => add(track.id)}
              />
            </li>
          ))}
      </ul>
    </section>
  )
}

function useAdd(playlist: PlaylistView): (trackId: string) => void {
  const toasts = useToasts()
  return (trackId) => {
    addToPlaylist(playlist.id, [trackId]).catch((error: unknown) => {
      toasts.show({ kind: 'error', text: words.failed(error) })
    })
  }
}
