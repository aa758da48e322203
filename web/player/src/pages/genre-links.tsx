/** Names of genres that lead to their pages. */
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'

const shownMax = 3

export function GenreLinks({ genres }: { genres: string[] }) {
  return genres.slice(0, shownMax).map((name, index) => (
    <Fragment key={name}>
      {index > 0 && ', '}
      <Link to="/genre/$name" params={{ name }}>
        {name}
      </Link>
    </Fragment>
  ))
}
