/** Numbers, times and dates in the listener's own language. */
const unit = (unitName: 'hour' | 'minute' | 'second'): Intl.NumberFormat =>
  new Intl.NumberFormat(undefined, { style: 'unit', unit: unitName, unitDisplay: 'short' })
const hour = unit('hour')
const minute = unit('minute')
const second = unit('second')
const number = new Intl.NumberFormat()
const dateMedium = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const dateExact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

export const formatNumber = (n: number): string => number.format(n)

/** `1 hr 12 min`, `43 min`, `58 sec`. */
export function formatTotal(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes >= 60)
    return `${hour.format(Math.floor(minutes / 60))} ${minute.format(minutes % 60)}`
  return ms >= 60_000 ? minute.format(minutes) : second.format(Math.round(ms / 1000))
}

/** `3:07`, `1:02:45`. */
export function formatTime(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const tail = String(s).padStart(2, '0')
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${tail}` : `${m}:${tail}`
}

export const formatDate = (iso: string): string => dateMedium.format(new Date(iso))
export const formatExact = (iso: string): string => dateExact.format(new Date(iso))

/** The year of a release date; null where the tags say nothing. */
export function yearOf(releaseDate: string | undefined): string | null {
  const year = releaseDate?.slice(0, 4)
  return !year || year === '0000' ? null : year
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** `5 minutes ago`, `yesterday`. */
export function formatAgo(iso: string, now = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000
  for (const [name, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), name)
  }
  return relative.format(0, 'second')
}

export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** step)
}
