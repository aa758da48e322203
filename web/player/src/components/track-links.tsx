/** The artists of a track as links, separated by commas. */
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import type { NamedRef } from '../player/track.ts'

export function ArtistNames({ artists, tabIndex }: { artists: NamedRef[]; tabIndex?: number }) {
  return artists.map((artist, index) => (
    <Fragment key={artist.id}>
      {index > 0 && ', '}
      <Link to="/artist/$id" params={{ id: artist.id }} tabIndex={tabIndex}>
        {artist.name}
      </Link>
    </Fragment>
  ))
}
