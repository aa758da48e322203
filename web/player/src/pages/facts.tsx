/** Short facts in one line, a dot between; what is absent is left out. */
import { Fragment, type ReactNode } from 'react'

export function Facts({ of }: { of: ReactNode[] }) {
  const given = of.filter((fact) => fact !== null && fact !== undefined && fact !== '')
  return given.map((fact, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: facts never change places
    <Fragment key={index}>
      {index > 0 && <span aria-hidden="true"> · </span>}
      <span>{fact}</span>
    </Fragment>
  ))
}
