/** Which rendition to play: the chosen quality if the browser can decode it, else the nearest that it can. */
import type { Level, Manifest, Rendition } from '@backbeat/contracts/api/audio'
import type { Quality } from './player-state.ts'

type Fixed = Exclude<Quality, 'auto'>

/** What each quality asks for, best match first. `original` is heard while the others are still being made. */
const wishes: Record<Fixed, Level[]> = {
  low: ['ogg-96', 'aac-128', 'ogg-160', 'original', 'ogg-320'],
  normal: ['ogg-160', 'aac-128', 'original', 'ogg-96', 'ogg-320'],
  high: ['ogg-320', 'original', 'aac-128', 'ogg-160', 'ogg-96'],
  'very-high': ['original', 'ogg-320', 'aac-128', 'ogg-160', 'ogg-96'],
}

export interface Connection {
  saveData?: boolean
  /** `slow-2g`, `2g`, `3g` or `4g`. */
  effectiveType?: string
}

/** What `auto` means on this connection. */
export function autoQuality(connection: Connection | undefined): Fixed {
  if (connection?.saveData || connection?.effectiveType?.endsWith('2g')) return 'low'
  return connection?.effectiveType === '3g' ? 'normal' : 'high'
}

export interface ChoiceOptions {
  quality: Quality
  connection?: Connection | undefined
  canPlay: (mimeType: string) => boolean
  /** Levels that already failed to decode here. */
  refused?: ReadonlySet<Level>
}

/** Null if nothing can be played in this browser. */
export function chooseRendition(manifest: Manifest, options: ChoiceOptions): Rendition | null {
  const { quality, connection, canPlay, refused } = options
  const wish = wishes[quality === 'auto' ? autoQuality(connection) : quality]
  const playable = manifest.renditions.filter(
    (rendition) => !refused?.has(rendition.level) && canPlay(rendition.mimeType),
  )
  const rank = (rendition: Rendition) => wish.indexOf(rendition.level)
  return playable.sort((a, b) => rank(a) - rank(b))[0] ?? null
}
