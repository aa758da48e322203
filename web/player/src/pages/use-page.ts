/** What each page does when it opens: its title, and focus at its beginning after a navigation. */
import { useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { strings } from '../strings.ts'
import './pages.css'

let opened = false

export function usePage(title: string | undefined): void {
  const { pathname } = useLocation()
  useEffect(() => {
    if (title) document.title = `${title} · ${strings.app}`
  }, [title])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another path is another page
  useEffect(() => {
    const content = document.getElementById('content')
    // The first page of a visit keeps the browser's own start; a field that took the focus itself keeps it.
    if (opened && content && !content.contains(document.activeElement)) {
      content.focus({ preventScroll: true })
    }
    opened = true
  }, [pathname])
}
