/** Colors by lightness, chroma and hue (OKLCH), their contrast (WCAG), and accents that can always be read. */

export interface Lch {
  /** 0 to 1. */
  l: number
  /** 0 to about 0.37. */
  c: number
  /** Degrees. */
  h: number
}

export type Rgb = [red: number, green: number, blue: number]

/** From 0–255 to linear light, 0–1. */
const linear = (channel: number): number => {
  const s = channel / 255
  return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4
}

const encoded = (light: number): number => {
  const s = light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055
  return Math.round(Math.min(1, Math.max(0, s)) * 255)
}

export function lchOf([red, green, blue]: Rgb): Lch {
  const [r, g, b] = [linear(red), linear(green), linear(blue)]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    c: Math.hypot(a, bb),
    h: ((Math.atan2(bb, a) * 180) / Math.PI + 360) % 360,
  }
}

function lightOf({ l, c, h }: Lch): Rgb {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const [x, y, z] = [
    (l + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    (l - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    (l - 0.0894841775 * a - 1.291485548 * b) ** 3,
  ]
  return [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ]
}

/** The nearest color that a screen can show: chroma gives way, lightness and hue stay. */
export function rgbOf(color: Lch): Rgb {
  let c = color.c
  const shown = (light: Rgb) => light.every((each) => each > -0.0005 && each < 1.0005)
  while (c > 0.002 && !shown(lightOf({ ...color, c }))) c *= 0.94
  const [r, g, b] = lightOf({ ...color, c })
  return [encoded(r), encoded(g), encoded(b)]
}

export const hexOf = (rgb: Rgb): string =>
  `#${rgb.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`

export function rgbOfHex(hex: string): Rgb {
  const at = (from: number) => Number.parseInt(hex.slice(from, from + 2), 16)
  return [at(1), at(3), at(5)]
}

const luminance = ([r, g, b]: Rgb): number =>
  0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)

/** 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

export interface Accent {
  accent: Rgb
  /** Text on the accent. */
  onAccent: Rgb
}

/** What counts as readable for text of any size. */
export const readable = 4.5

/**
 * An accent of this color's hue that can be read on every one of these grounds, and on which text can be read. Lightness
 * moves away from the grounds until it can.
 */
export function accentOn(color: Lch, grounds: Rgb[], dark: boolean): Accent {
  const c = Math.min(0.2, Math.max(color.c, color.c < 0.03 ? color.c : 0.09))
  let l = dark ? Math.max(color.l, 0.68) : Math.min(color.l, 0.56)
  const step = dark ? 0.01 : -0.01
  let accent = rgbOf({ l, c, h: color.h })
  while (grounds.some((ground) => contrast(accent, ground) < readable) && l > 0 && l < 1) {
    l += step
    accent = rgbOf({ l, c, h: color.h })
  }
  const ink = rgbOf({ l: dark ? 0.2 : 0.99, c: dark ? 0.03 : 0.008, h: color.h })
  const fallback: Rgb = dark ? [0, 0, 0] : [255, 255, 255]
  return { accent, onAccent: contrast(ink, accent) >= readable ? ink : fallback }
}

const buckets = 24

/**
 * The color that a picture is remembered by: the hue whose pixels are many and vivid, neither black nor white. Null for
 * pictures without color. `pixels` is RGBA.
 */
export function dominant(pixels: ArrayLike<number>): Lch | null {
  const sums = Array.from({ length: buckets }, () => ({ weight: 0, l: 0, c: 0, x: 0, y: 0 }))
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    const color = lchOf([pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0])
    if (color.c < 0.03 || color.l < 0.16 || color.l > 0.97) continue
    const sum = sums[Math.floor((color.h / 360) * buckets) % buckets]
    if (!sum) continue
    const weight = color.c ** 1.5
    sum.weight += weight
    sum.l += color.l * weight
    sum.c += color.c * weight
    sum.x += Math.cos((color.h * Math.PI) / 180) * weight
    sum.y += Math.sin((color.h * Math.PI) / 180) * weight
  }
  const best = sums.reduce((a, b) => (b.weight > a.weight ? b : a))
  if (best.weight === 0) return null
  return {
    l: best.l / best.weight,
    c: best.c / best.weight,
    h: ((Math.atan2(best.y, best.x) * 180) / Math.PI + 360) % 360,
  }
}
