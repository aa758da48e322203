/** Tags come from anywhere: this makes their texts and numbers fit for the database and for people. */

const textMax = 500

/** One line without control characters, at most 500 characters; null if nothing is left. */
export function cleanText(value: unknown, charsMax = textMax): string | null {
  if (typeof value !== 'string') return null
  const text = wellFormed(value.slice(0, charsMax * 4))
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .trim()
  return text === '' ? null : [...text].slice(0, charsMax).join('').trim()
}

/** Several lines; control characters but line ends and tabs are dropped. */
export function cleanLines(value: unknown, charsMax: number): string | null {
  if (typeof value !== 'string') return null
  const text = wellFormed(value.slice(0, charsMax))
    .replace(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f\ufeff]/g, '')
    .trim()
  return text === '' ? null : text
}

/** PostgreSQL takes neither half surrogates nor zero bytes. */
const wellFormed = (text: string): string => text.toWellFormed().normalize('NFC')

/** A whole number from 1 to `max`, else null. */
export function cleanNumber(value: unknown, max: number): number | null {
  const number = typeof value === 'number' ? value : Number.parseInt(String(value), 10)
  return Number.isInteger(number) && number >= 1 && number <= max ? number : null
}

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as exact as the text is; null if there is no sensible year. */
export function cleanDate(value: unknown): string | null {
  const match = /^\s*(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?/.exec(String(value ?? ''))
  if (!match) return null
  const [, year, month, day] = match
  if (Number(year) < 1000 || Number(year) > 2999) return null
  if (!month || Number(month) < 1 || Number(month) > 12) return year as string
  const precise = `${year}-${month.padStart(2, '0')}`
  if (!day) return precise
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  if (Number(day) < 1 || Number(day) > daysInMonth) return precise
  return `${precise}-${day.padStart(2, '0')}`
}

/** A gain in dB within sense, rounded to hundredths. */
export function cleanGain(value: unknown): number | null {
  const gain = Number(value)
  if (value === null || value === undefined || !Number.isFinite(gain) || Math.abs(gain) > 60)
    return null
  return Math.round(gain * 100) / 100
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** A MusicBrainz id, lower case. */
export function cleanMbid(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : ''
  return uuid.test(text) ? text.toLowerCase() : null
}

/** Twelve characters, `CCXXXYYNNNNN`. */
export function cleanIsrc(value: unknown): string | null {
  const text = typeof value === 'string' ? value.replace(/[-\s]/g, '').toUpperCase() : ''
  return /^[A-Z]{2}[A-Z0-9]{3}\d{7}$/.test(text) ? text : null
}

/** Without repeats (whatever the case), in order, at most `max`. */
export function distinct(values: readonly (string | null)[], max: number): string[] {
  const seen = new Map<string, string>()
  for (const value of values)
    if (value && !seen.has(value.toLowerCase())) seen.set(value.toLowerCase(), value)
  return [...seen.values()].slice(0, max)
}
