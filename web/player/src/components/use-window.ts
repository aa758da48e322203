/** Which rows of a list are on screen, whatever box it scrolls in; all of them while the list is short. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useLayoutEffect, useState } from 'react'

const shortMax = 60
const overscan = 12

function scrollBoxOf(element: Element | null): HTMLElement | null {
  for (let box = element?.parentElement ?? null; box; box = box.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(box).overflowY)) return box
  }
  return null
}

const rowHeightNow = (): number =>
  Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row')) || 56

export function useWindow(list: RefObject<HTMLElement | null>, total: number) {
  const [box, setBox] = useState<HTMLElement | null>(null)
  const [above, setAbove] = useState(0)
  const [rowHeight] = useState(rowHeightNow)
  const long = total > shortMax

  // What is above the list may change its height (a description comes, the window gets narrower).
  useLayoutEffect(() => {
    const scroller = scrollBoxOf(list.current)
    setBox(scroller)
    if (!scroller || !list.current) return
    const measure = () => {
      const from = list.current?.getBoundingClientRect().top ?? 0
      setAbove(Math.round(from - scroller.getBoundingClientRect().top + scroller.scrollTop))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(scroller)
    const page = list.current.parentElement
    if (page) observer.observe(page)
    return () => observer.disconnect()
  }, [list])

  const virtual = useVirtualizer({
    count: total,
    enabled: long,
    getScrollElement: () => box,
    estimateSize: () => rowHeight,
    scrollMargin: above,
    overscan,
  })

  const reveal = useCallback(
    (index: number) => {
      if (!box) return
      const top = above + index * rowHeight
      const margin = rowHeight * 1.5
      if (top < box.scrollTop + margin) box.scrollTop = top - margin
      else if (top + rowHeight > box.scrollTop + box.clientHeight - margin) {
        box.scrollTop = top + rowHeight - box.clientHeight + margin
      }
    },
    [box, above, rowHeight],
  )
  const items = long ? virtual.getVirtualItems() : []
  const first = long ? (items[0]?.index ?? 0) : 0
  const last = long ? (items.at(-1)?.index ?? -1) + 1 : total
  return { first, last, rowHeight, reveal }
}
