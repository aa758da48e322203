/** Results by kind, the best match large and first. */
import type { SearchAnswer } from '@backbeat/contracts/api/spotify'
import { useMemo } from 'react'
import { rowOfTrack } from '../api/track-row.ts'
import { Shelf } from '../components/shelf.tsx'
import { TrackList } from '../components/track-list.tsx'
import { BestMatch } from './best-match.tsx'
import { AlbumCard, ArtistCard, PlaylistCard } from './cards.tsx'
import { contexts } from './play-actions.ts'
import { words } from './strings.ts'

const songsBesideBest = 5

export const totalOf = (answer: SearchAnswer): number =>
  (answer.artists?.total ?? 0) +
  (answer.albums?.total ?? 0) +
  (answer.tracks?.total ?? 0) +
  (answer.playlists?.total ?? 0)

export function SearchResults({ text, answer }: { text: string; answer: SearchAnswer }) {
  const artists = answer.artists?.items ?? []
  const albums = answer.albums?.items ?? []
  const playlists = answer.playlists?.items ?? []
  return (
    <div className="search-results">
      <div className="search-top">
        <BestMatch answer={answer} />
        <Songs text={text} answer={answer} />
      </div>
      {artists.length > 0 && (
        <Shelf title={words.search.artists}>
          {artists.map((artist) => (
            <ArtistCard key={artist.id} artist={artist} />
          ))}
        </Shelf>
      )}
      {albums.length > 0 && (
        <Shelf title={words.search.albums}>
          {albums.map((album) => (
            <AlbumCard key={album.id} album={album} />
          ))}
        </Shelf>
      )}
      {playlists.length > 0 && (
        <Shelf title={words.search.playlists}>
          {playlists.map((playlist) => (
            <PlaylistCard key={playlist.id} playlist={playlist} />
          ))}
        </Shelf>
      )}
    </div>
  )
}

function Songs({ text, answer }: { text: string; answer: SearchAnswer }) {
  const tracks = answer.tracks?.items
  const rows = useMemo(() => (tracks ?? []).map(rowOfTrack), [tracks])
  if (rows.length === 0) return null
  return (
    <section className="search-songs" aria-label={words.search.songs}>
      <h2>{words.search.songs}</h2>
      <TrackList
        tracks={answer.best ? rows.slice(0, songsBesideBest) : rows}
        context={contexts.search(text)}
        label={words.search.songs}
        headless
        compact
      />
    </section>
  )
}
