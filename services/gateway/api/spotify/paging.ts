/** Spotify's pages: absolute addresses of this, the next and the previous page. */
import type { Page } from '@backbeat/contracts/api/spotify'

export interface Slice<T> {
  items: T[]
  total: number
  offset: number
  limit: number
}

/** `path` with its query; `offset` and `limit` in it are replaced. */
export function pageOf<T>(base: string, path: string, slice: Slice<T>): Page<T> {
  const { items, total, offset, limit } = slice
  const at = (from: number) => pageUrl(base, path, from, limit)
  return {
    href: at(offset),
    items,
    limit,
    next: offset + limit < total ? at(offset + limit) : null,
    offset,
    previous: offset > 0 ? at(Math.max(0, offset - limit)) : null,
    total,
  }
}

function pageUrl(base: string, path: string, offset: number, limit: number): string {
  const [pathname, search] = path.split('?', 2)
  if (!search) return `${base}${pathname}?offset=${offset}&limit=${limit}`
  const query = new URLSearchParams(search)
  query.set('offset', String(offset))
  query.set('limit', String(limit))
  return `${base}${pathname}?${query}`
}

/** The path and query of a request, without the slash that some clients end paths with. */
export const pathOf = (url: URL): string => url.pathname.replace(/\/$/, '') + url.search
