/** What a path tells of a file without tags: `Artist/Album (1999)/CD1/01 - Title.ext` and its relatives. */
import { cleanNumber, cleanText } from './clean.ts'

export interface PathNames {
  title: string
  artist: string | null
  album: string | null
  trackNumber: number | null
  discNumber: number | null
  year: string | null
}

const discFolder = /^(?:cd|dis[ck]|disque|volume|vol)[\s._-]*(\d{1,2})(?:\b.*)?$/i

/** The folder that stands for the album: a path without its `CD1`, `Disc 2` … */
export function albumFolder(path: string): string {
  const folders = path.split('/').slice(0, -1)
  while (folders.length > 1 && discFolder.test(folders.at(-1) as string)) folders.pop()
  return folders.join('/')
}

export function namesFromPath(path: string): PathNames {
  const parts = path.split('/')
  const file = parts.pop() as string
  const disc = discFolder.exec(parts.at(-1) ?? '')
  if (disc && parts.length > 1) parts.pop()
  const name = fileName(file)
  const folder = albumName(parts.at(-1), parts.at(-2), name.trackNumber !== null || disc !== null)
  return {
    title: name.title,
    artist: folder.artist ?? name.artist,
    album: folder.album,
    year: folder.year,
    trackNumber: name.trackNumber,
    discNumber: cleanNumber(disc?.[1], 99) ?? name.discNumber,
  }
}

/** `01 - Title`, `1-01 Title`, `01. Artist - Title`, `Artist - Title`. */
function fileName(file: string) {
  const bare = spaced(file.replace(/\.[^.]*$/, ''))
  // A number and a blank alone may begin a title: 99 Luftballons.
  const numbered =
    /^(\d)-(\d{2})(?:\s*[-.)]\s*|\s+)(?=\S)(.*)$/.exec(bare) ??
    /^()(\d{1,3})\s*[-.)]\s*(?=\S)(.*)$/.exec(bare) ??
    /^()([0-3]?\d)\s+(?=\S)(.*)$/.exec(bare)
  const rest = numbered ? (numbered[3] as string) : bare
  const parts = rest.split(/\s+[-–—]\s+/)
  const inner = parts.length > 2 ? parts.findIndex((part) => /^\d{1,3}$/.test(part)) : -1
  if (inner > 0) {
    return {
      title: cleanText(parts.slice(inner + 1).join(' - ')) ?? bare,
      artist: cleanText(parts[0]),
      trackNumber: cleanNumber(parts[inner], 999),
      discNumber: null,
    }
  }
  const artist = parts.length > 1 ? cleanText(parts[0]) : null
  return {
    title: cleanText(artist ? parts.slice(1).join(' - ') : rest) ?? cleanText(file) ?? 'Untitled',
    artist,
    trackNumber: cleanNumber(numbered?.[2], 999),
    discNumber: cleanNumber(numbered?.[1], 9),
  }
}

/** A lone folder is the artist's, unless its files are numbered as an album's are. */
function albumName(folder: string | undefined, parent: string | undefined, numbered: boolean) {
  const none = { artist: null, album: null, year: null }
  if (folder === undefined) return none
  const text = spaced(folder)
  const year = /^(?:(\d{4})\s*[-.]\s+|[([](\d{4})[)\]]\s*)|\s*[([](\d{4})[)\]]\s*$/.exec(text)
  const album = cleanText(year ? text.replace(year[0], '') : text)
  const released = year?.[1] ?? year?.[2] ?? year?.[3] ?? null
  if (parent !== undefined) return { artist: cleanText(spaced(parent)), album, year: released }
  const [left, ...right] = (album ?? '').split(/\s+[-–—]\s+/)
  if (right.length > 0)
    return { artist: cleanText(left), album: cleanText(right.join(' - ')), year: released }
  return numbered ? { artist: null, album, year: released } : { ...none, artist: album }
}

const spaced = (name: string): string => (name.includes(' ') ? name : name.replaceAll('_', ' '))
