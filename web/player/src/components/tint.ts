/** The color that a page takes from its art, as CSS variables. */
import type { CSSProperties } from 'react'
import type { Image } from '../player/track.ts'
import { patternOf } from './cover-pattern.ts'

export function useTint(_images: Image[], name: string): CSSProperties {
  return { '--tint': `oklch(0.6 0.12 ${patternOf(name).hue})` } as CSSProperties
}
