/** A long list on a page: rows by index, loading what shows. A change of `key` (sort, filter) starts a new list. */
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { type LoadPage, SparsePages, type SparseState } from './sparse-pages.ts'

export interface SparseList<T> extends SparseState<T> {
  loadRange: (first: number, last: number) => void
  retry: () => void
  refresh: () => void
}

export function useSparseList<T>(key: string, load: LoadPage<T>, pageSize?: number): SparseList<T> {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when `load` means another list
  const pages = useMemo(() => new SparsePages<T>(load, pageSize), [key])
  const state = useSyncExternalStore(pages.subscribe, () => pages.state)
  useEffect(() => {
    pages.want(0, 0)
    return pages.stop
  }, [pages])
  return useMemo(
    () => ({ ...state, loadRange: pages.want, retry: pages.retry, refresh: pages.refresh }),
    [state, pages],
  )
}
