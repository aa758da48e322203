/** The color that a page takes from its art, as CSS variables; without art, from the pattern that stands for it. */
import { type CSSProperties, useEffect, useLayoutEffect, useState } from 'react'
import type { Image } from '../player/track.ts'
import type { Lch } from './color.ts'
import { colorOfCover } from './cover-color.ts'
import { patternOf } from './cover-pattern.ts'

export function useCoverColor(images: Image[] | undefined, name: string): Lch | null {
  const key = images?.[0]?.url ?? name
  const [found, setFound] = useState<{ key: string; color: Lch | null } | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the images
  useEffect(() => {
    let stale = false
    void colorOfCover(images ?? []).then((color) => {
      if (!stale) setFound({ key, color })
    })
    return () => {
      stale = true
    }
  }, [key])
  if (!images?.length) return name ? { l: 0.6, c: 0.11, h: patternOf(name).hue } : null
  return found?.key === key ? found.color : null
}

/** Null while unknown; art without color gives none. */
function useTintColor(images: Image[], name: string): string | null {
  const color = useCoverColor(images, name)
  if (!color) return null
  const l = Math.min(0.72, Math.max(0.45, color.l))
  return `oklch(${l} ${Math.min(color.c, 0.17)} ${color.h})`
}

export function useTint(images: Image[], name: string): CSSProperties {
  const tint = useTintColor(images, name)
  return tint ? ({ '--tint': tint } as CSSProperties) : {}
}

/** Colors the whole page, whose background belongs to the frame. */
export function usePageTint(images: Image[], name: string): void {
  const tint = useTintColor(images, name)
  useLayoutEffect(() => {
    const { style } = document.getElementById('content') ?? {}
    if (tint) style?.setProperty('--tint', tint)
    return () => void style?.removeProperty('--tint')
  }, [tint])
}
