/** Choices of a page that live in its address, so that back, reload and links keep them. */
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'

type State<K extends string> = Partial<Record<K, string>>
type SetState<K extends string> = (change: State<K>, options?: { fresh?: boolean }) => void

/** `fresh` drops the other choices. */
export function useUrlState<K extends string>(path: string): [State<K>, SetState<K>] {
  const { searchStr } = useLocation()
  const navigate = useNavigate()
  const state = useMemo(
    () => Object.fromEntries(new URLSearchParams(searchStr)) as State<K>,
    [searchStr],
  )
  const setState = useCallback<SetState<K>>(
    (change, { fresh = false } = {}) => {
      const search = { ...(fresh ? {} : state), ...change } as never
      void navigate({ to: path, search, replace: true, viewTransition: false })
    },
    [navigate, path, state],
  )
  return [state, setState]
}
