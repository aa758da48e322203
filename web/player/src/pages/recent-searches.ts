/** What was searched for lately, newest first; kept in this browser. */
import { useSyncExternalStore } from 'react'

const key = 'backbeat.recent-searches'
const keptMax = 10
const listeners = new Set<() => void>()
let cached: { text: string | null; searches: string[] } = { text: null, searches: [] }

function read(): string[] {
  const text = localStorage.getItem(key)
  if (text !== cached.text) cached = { text, searches: parse(text) }
  return cached.searches
}

function parse(text: string | null): string[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : []
  } catch {
    return []
  }
}

function write(searches: string[]): void {
  localStorage.setItem(key, JSON.stringify(searches.slice(0, keptMax)))
  for (const listener of listeners) listener()
}

export function rememberSearch(text: string): void {
  const trimmed = text.trim()
  if (trimmed === '') return
  const others = read().filter((each) => each.toLowerCase() !== trimmed.toLowerCase())
  write([trimmed, ...others])
}

export const forgetSearch = (text: string): void => write(read().filter((each) => each !== text))
export const forgetSearches = (): void => write([])

export const useRecentSearches = (): string[] =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, read)
