/** A track: its lyrics, where it is from and what its source file is. */
import type { Track } from '@backbeat/contracts/api/spotify'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { useAlbum, useLyrics, useTrack } from '../api/catalog-queries.ts'
import { rowOfAlbumTrack, rowOfTrack } from '../api/track-row.ts'
import { Hero } from '../components/hero.tsx'
import { SkeletonHero, SkeletonText } from '../components/skeleton.tsx'
import { ErrorState } from '../components/states.tsx'
import { TrackList } from '../components/track-list.tsx'
import { ArtistLinks } from './cards.tsx'
import { Facts } from './facts.tsx'
import { formatDate, formatTime, yearOf } from './format.ts'
import { GenreLinks } from './genre-links.tsx'
import { LikeButton } from './like-button.tsx'
import { contexts, usePlayActions } from './play-actions.ts'
import { PlayButtons } from './play-buttons.tsx'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'

export function TrackPage() {
  const { id } = useParams({ from: '/track/$id' })
  const { data: track, error, refetch } = useTrack(id)
  usePage(track?.name)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!track) {
    return (
      <div className="page">
        <SkeletonHero />
      </div>
    )
  }
  return (
    <div className="page">
      <TrackHead track={track} />
      <div className="track-columns">
        <LyricsSection track={track} />
        <Details track={track} />
      </div>
      <FromAlbum track={track} />
    </div>
  )
}

function TrackHead({ track }: { track: Track }) {
  const play = usePlayActions()
  const context = contexts.track(track.id, track.name)
  return (
    <Hero
      kind={words.kinds.track}
      title={track.name}
      images={track.album.images}
      facts={
        <Facts
          of={[
            <ArtistLinks key="artists" artists={track.artists} />,
            <Link key="album" to="/album/$id" params={{ id: track.album.id }}>
              {track.album.name}
            </Link>,
            yearOf(track.album.release_date),
            formatTime(track.duration_ms),
          ]}
        />
      }
      actions={
        <>
          <PlayButtons
            contextUri={context.uri}
            onPlay={() => play.rows([rowOfTrack(track)], context)}
          />
          <LikeButton kind="track" id={track.id} name={track.name} />
        </>
      }
    />
  )
}

function LyricsSection({ track }: { track: Track }) {
  const { data, isPending } = useLyrics(track.has_lyrics ? track.id : undefined)
  return (
    <section className="lyrics-text" aria-label={words.track.lyrics}>
      <h2>{words.track.lyrics}</h2>
      {!track.has_lyrics || data === null ? <p className="quiet">{words.track.noLyrics}</p> : null}
      {track.has_lyrics && isPending && <SkeletonText width="60%" />}
      {data && <p className="lyrics-body">{data.text}</p>}
    </section>
  )
}

function Details({ track }: { track: Track }) {
  const gain = track.replay_gain.track
  return (
    <section className="details" aria-label={words.track.details}>
      <h2>{words.track.details}</h2>
      <dl>
        <Detail name={words.track.artists} value={<ArtistLinks artists={track.artists} />} />
        <Detail name={words.track.released} value={releaseOf(track)} />
        <Detail
          name={words.track.position}
          value={words.track.positionOf(track.disc_number, track.track_number)}
        />
        <Detail
          name={words.track.genres}
          value={track.genres.length > 0 ? <GenreLinks genres={track.genres} /> : null}
        />
        <Detail
          name={words.track.source}
          value={words.track.sourceOf(track.codec, track.bitrate_kbps)}
        />
        <Detail name={words.track.gain} value={gain === null ? null : words.track.decibels(gain)} />
        <Detail name={words.track.isrc} value={track.external_ids.isrc} />
        <Detail name={words.track.added} value={formatDate(track.added_at)} />
      </dl>
    </section>
  )
}

function Detail({ name, value }: { name: string; value: ReactNode }) {
  if (value === null || value === undefined) return null
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function releaseOf(track: Track): string | null {
  const date = track.album.release_date
  return date.length === 10 ? formatDate(date) : yearOf(date)
}

function FromAlbum({ track }: { track: Track }) {
  const { data: album } = useAlbum(track.album.id)
  const rows = useMemo(
    () => album?.tracks.items.map((each) => rowOfAlbumTrack(each, album)) ?? [],
    [album],
  )
  if (!album || rows.length < 2) return null
  return (
    <section className="page-section" aria-label={words.track.fromAlbum}>
      <h2>
        {words.track.fromAlbum}{' '}
        <Link to="/album/$id" params={{ id: album.id }}>
          {album.name}
        </Link>
      </h2>
      <TrackList
        tracks={rows}
        context={contexts.album(album.id, album.name)}
        numbers="track"
        columns={[]}
        label={album.name}
        headless
      />
    </section>
  )
}
