/** The text in the search field, and the text asked for a moment later; the latter is kept in the address. */
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'

const pauseMs = 140

export interface SearchText {
  typed: string
  asked: string
  setTyped: (text: string) => void
}

export function useSearchText(): SearchText {
  const { searchStr } = useLocation()
  const navigate = useNavigate()
  const asked = new URLSearchParams(searchStr).get('q') ?? ''
  const [typed, setTyped] = useState(asked)
  const [lastAsked, setLastAsked] = useState(asked)
  // Back and forward bring another text; typing only ever runs ahead of it.
  if (asked !== lastAsked) {
    setLastAsked(asked)
    if (asked !== typed.trim()) setTyped(asked)
  }
  useEffect(() => {
    const q = typed.trim()
    if (q === asked) return
    const timer = setTimeout(() => {
      const search = (q === '' ? {} : { q }) as never
      void navigate({
        to: '/search',
        search,
        replace: true,
        viewTransition: false,
        resetScroll: false,
      })
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [typed, asked, navigate])
  return { typed, asked, setTyped }
}
