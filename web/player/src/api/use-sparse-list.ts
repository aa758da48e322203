/**
 * A long list on a page: rows by index, loading what shows. The last few lists are kept, so that going back finds rows
 * (and the scroll position) as they were. A change of `key` (sort, filter) is another list.
 */
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { type LoadPage, SparsePages, type SparseState } from './sparse-pages.ts'

const listsMax = 8
const freshMs = 60_000

export interface SparseList<T> extends SparseState<T> {
  /** First and last row that show, both included. */
  loadRange: (first: number, last: number) => void
  retry: () => void
  refresh: () => void
}

interface Kept {
  pages: SparsePages<never>
  leftAt: number
}

const kept = new Map<string, Kept>()

export function useSparseList<T>(key: string, load: LoadPage<T>, pageSize?: number): SparseList<T> {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when `load` means another list
  const pages = useMemo(() => pagesFor<T>(key, load, pageSize), [key])
  const state = useSyncExternalStore(pages.subscribe, () => pages.state)
  useEffect(() => {
    const entry = kept.get(key)
    if (pages.state.total === undefined) pages.want(0, 0)
    else if (entry && Date.now() - entry.leftAt > freshMs) pages.refresh()
    return () => {
      pages.stop()
      if (entry) entry.leftAt = Date.now()
    }
  }, [pages, key])
  return useMemo(
    () => ({ ...state, loadRange: pages.want, retry: pages.retry, refresh: pages.refresh }),
    [state, pages],
  )
}

function pagesFor<T>(key: string, load: LoadPage<T>, pageSize?: number): SparsePages<T> {
  const known = kept.get(key)
  kept.delete(key)
  const entry = known ?? { pages: new SparsePages<T>(load, pageSize) as never, leftAt: Date.now() }
  kept.set(key, entry)
  for (const oldest of kept.keys()) {
    if (kept.size <= listsMax) break
    kept.delete(oldest)
  }
  return entry.pages as SparsePages<T>
}

/** After the catalog changed: no list is what it was. */
export function forgetLists(): void {
  for (const { pages } of kept.values()) pages.refresh()
}
