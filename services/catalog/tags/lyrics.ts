/** Lyrics, plain or with times (LRC). */
import { existsSync, readFileSync, statSync } from 'node:fs'
import type { Lyrics } from '@backbeat/contracts/api/catalog'
import { cleanLines } from './clean.ts'

const charsMax = 100_000
const linesMax = 5_000
const stamp = /\[(\d{1,3}):(\d{1,2})(?:[.:](\d{1,3}))?\]/g

/** Lyrics from text that may be LRC; null if there is none. */
export function parseLyrics(text: unknown): Lyrics | null {
  const clean = cleanLines(text, charsMax)
  if (!clean) return null
  const lines = lrcLines(clean)
  if (lines.length === 0) return { text: clean, lines: [] }
  return { text: lines.map((line) => line.text).join('\n'), lines }
}

function lrcLines(text: string): Lyrics['lines'] {
  const offsetMs = Number(/^\[offset:\s*([+-]?\d+)\]/im.exec(text)?.[1] ?? 0)
  const lines: Lyrics['lines'] = []
  for (const line of text.split('\n')) {
    const stamps = [...line.matchAll(stamp)]
    if (stamps.length === 0 || line.search(stamp) !== 0) continue
    // Word times (`<00:12.34>`) are dropped, the line's own time kept.
    const words = line
      .replace(stamp, '')
      .replace(/<\d+:\d+(?:[.:]\d+)?>/g, '')
      .replace(/\s+/g, ' ')
      .trim()
    for (const [, minutes, seconds, fraction = ''] of stamps) {
      const fractionMs = Number(fraction.padEnd(3, '0'))
      const timeMs = (Number(minutes) * 60 + Number(seconds)) * 1000 + fractionMs - offsetMs
      lines.push({ timeMs: Math.max(0, timeMs), text: words })
    }
    if (lines.length >= linesMax) break
  }
  return lines.sort((a, b) => a.timeMs - b.timeMs)
}

/** Lyrics from lines with times, as ID3's SYLT has them. */
export function syncedLyrics(
  entries: readonly { text: string; timestamp?: number }[],
): Lyrics | null {
  const lines = entries
    .slice(0, linesMax)
    .map(({ text, timestamp }) => ({ timeMs: timestamp ?? -1, text: cleanLines(text, 1000) ?? '' }))
    .filter((line) => Number.isInteger(line.timeMs) && line.timeMs >= 0)
    .sort((a, b) => a.timeMs - b.timeMs)
  return lines.length === 0 ? null : { text: lines.map((line) => line.text).join('\n'), lines }
}

/** Lyrics of a file beside the music. UTF-16 by its byte order mark, UTF-8, else Latin-1. */
export function readSidecar(path: string): Lyrics | null {
  if (!existsSync(path) || statSync(path).size > charsMax * 4) return null
  const bytes = readFileSync(path)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return parseLyrics(bytes.toString('utf16le', 2))
  try {
    return parseLyrics(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return parseLyrics(bytes.toString('latin1'))
  }
}
