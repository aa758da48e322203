/** Artists of a track or album. Names are split only where a separator can't be part of a name. */
import { cleanMbid, cleanText, distinct } from './clean.ts'

export interface Credit {
  name: string
  mbid: string | null
}

const creditsMax = 20
const separators = /\s*;\s*|\s+[([]?(?:feat\.?|ft\.|featuring)\s+/iu

/** Splits at `;` and `feat.` only: `&`, `,`, `/`, `x` and `and` occur in names. */
export function splitNames(text: string): string[] {
  return text
    .split(separators)
    .map((name, index) => (index > 0 ? name.replace(/[)\]]$/, '') : name))
    .filter((name) => name.trim() !== '')
}

/**
 * Credits of names with their MusicBrainz ids. Ids are used only if there are as many as names: names as tagged first,
 * then as split.
 */
export function creditsOf(names: readonly unknown[], mbids: readonly unknown[] = []): Credit[] {
  const tagged = distinct(
    names.map((name) => cleanText(name)),
    creditsMax,
  )
  const ids = mbids.map(cleanMbid).filter((id) => id !== null)
  if (tagged.length > 0 && tagged.length === ids.length) return paired(tagged, ids)
  const split = distinct(
    tagged.flatMap(splitNames).map((name) => cleanText(name)),
    creditsMax,
  )
  return paired(split, split.length === ids.length ? ids : [])
}

const paired = (names: string[], ids: string[]): Credit[] =>
  names.map((name, index) => ({ name, mbid: ids[index] ?? null }))

/**
 * music-metadata splits artists of ID3v2.2 and 2.3 at each `/`, which would make two of AC/DC. Joins them again unless
 * there is a MusicBrainz id for each or the slash stood between blanks (then the trimmed parts can't tell: more than
 * two words a part is taken as two names).
 */
export function rejoinSlashes(parts: readonly string[], mbidCount: number): string[] {
  if (parts.length < 2 || parts.length === mbidCount) return [...parts]
  const looksLikeNames = parts.every((part) => part.includes(' '))
  return looksLikeNames ? [...parts] : [parts.join('/')]
}
