/** What the tags of a file say, cleaned, with names from its path where they are silent. */
import type { Lyrics } from '@backbeat/contracts/api/catalog'
import type { IAudioMetadata, ILyricsTag } from 'music-metadata'
import {
  cleanDate,
  cleanGain,
  cleanIsrc,
  cleanMbid,
  cleanNumber,
  cleanText,
  distinct,
} from './clean.ts'
import { type Credit, creditsOf, rejoinSlashes } from './credits.ts'
import { parseLyrics, syncedLyrics } from './lyrics.ts'
import { namesFromPath, type PathNames } from './names-from-path.ts'

export interface TrackTags {
  title: string
  artists: Credit[]
  /** Empty if not tagged: the album's artists then follow from its tracks. */
  albumArtists: Credit[]
  /** Null for a loose track, which becomes a single of its own name. */
  album: string | null
  compilation: boolean
  /** MusicBrainz primary and secondary types, lower case. */
  releaseTypes: string[]
  discNumber: number
  trackNumber: number
  /** How many tracks the disc has, as tagged. */
  trackTotal: number | null
  date: string | null
  genres: string[]
  label: string | null
  isrc: string | null
  recordingMbid: string | null
  releaseMbid: string | null
  replayGainTrackDb: number | null
  replayGainAlbumDb: number | null
}

export const unknownArtist = 'Unknown Artist'
export const variousArtists: Credit = {
  name: 'Various Artists',
  mbid: '89ad4ac3-39f7-470e-963a-56509c546377',
}

const genresMax = 10

export function trackTags({ common, native }: IAudioMetadata, path: string): TrackTags {
  const fromPath = namesFromPath(path)
  const untagged = !cleanText(common.title)
  const artists = trackArtists(common, native)
  const albumArtists = creditsOf(
    common.albumartists ?? [common.albumartist],
    common.musicbrainz_albumartistid,
  )
  return {
    title: cleanText(common.title) ?? fromPath.title,
    artists: artists.length > 0 ? artists : (nonEmpty(albumArtists) ?? pathArtist(fromPath)),
    albumArtists: isVarious(albumArtists) ? [variousArtists] : albumArtists,
    album: cleanText(common.album) ?? (untagged ? fromPath.album : null),
    compilation: common.compilation === true || isVarious(albumArtists),
    releaseTypes: distinct((common.releasetype ?? []).flatMap(words), 5),
    ...numbers(common, fromPath),
    date:
      firstDate([common.date, common.releasedate, common.originaldate, common.year]) ??
      (untagged ? fromPath.year : null),
    genres: genresOf(common.genre ?? []),
    label: cleanText(common.label?.[0]),
    isrc: cleanIsrc(common.isrc?.[0]),
    recordingMbid: cleanMbid(common.musicbrainz_recordingid),
    releaseMbid: cleanMbid(common.musicbrainz_albumid),
    replayGainTrackDb: cleanGain(common.replaygain_track_gain?.dB),
    replayGainAlbumDb: cleanGain(common.replaygain_album_gain?.dB),
  }
}

type Common = IAudioMetadata['common']

function trackArtists(common: Common, native: IAudioMetadata['native']): Credit[] {
  const ids = common.musicbrainz_artistid ?? []
  const names = common.artists ?? (common.artist ? [common.artist] : [])
  const slashed = ['ID3v2.3', 'ID3v2.2'].some((type) =>
    native[type]?.some((tag) => tag.id === 'TPE1' || tag.id === 'TP1'),
  )
  return creditsOf(slashed ? rejoinSlashes(names, ids.length) : names, ids)
}

const nonEmpty = <T>(list: T[]): T[] | null => (list.length > 0 ? list : null)
const pathArtist = (names: PathNames): Credit[] =>
  nonEmpty(creditsOf([names.artist])) ?? [{ name: unknownArtist, mbid: null }]

const isVarious = (credits: Credit[]): boolean =>
  credits.length === 1 &&
  (credits[0]?.mbid === variousArtists.mbid ||
    /^(various( artists?)?|va|v\.a\.)$/i.test(credits[0]?.name ?? ''))

const words = (text: unknown): string[] =>
  String(text ?? '')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean)

function numbers(common: Common, fromPath: PathNames) {
  return {
    discNumber: cleanNumber(common.disk.no, 999) ?? fromPath.discNumber ?? 1,
    trackNumber: cleanNumber(common.track.no, 9999) ?? fromPath.trackNumber ?? 1,
    trackTotal: cleanNumber(common.track.of, 9999),
  }
}

function firstDate(values: unknown[]): string | null {
  for (const value of values) {
    const date = cleanDate(value)
    if (date) return date
  }
  return null
}

/** Splits at `;`, `|`, `,` and spaced `/`: unlike in names, these separate genres. */
function genresOf(values: readonly unknown[]): string[] {
  const texts = values.flatMap((value) => String(value ?? '').split(/[;|,\0]|\s\/\s/))
  return distinct(
    texts.map((text) => cleanText(text, 60)),
    genresMax,
  )
}

/** Lyrics in the tags, those with times before plain ones. */
export function embeddedLyrics({ common, native }: IAudioMetadata): Lyrics | null {
  const found: (Lyrics | null)[] = []
  for (const tag of (common.lyrics ?? []) as ILyricsTag[]) {
    found.push(tag.syncText?.length > 0 ? syncedLyrics(tag.syncText) : parseLyrics(tag.text))
  }
  // Raw text keeps what music-metadata's LRC reader drops: several times a line, whole seconds.
  for (const tag of Object.values(native).flat()) {
    if (/^(LYRICS|UNSYNCEDLYRICS|©lyr)$/i.test(tag.id)) found.push(parseLyrics(tag.value))
  }
  const lyrics = found.filter((entry) => entry !== null)
  return lyrics.sort((a, b) => b.lines.length - a.lines.length)[0] ?? null
}
