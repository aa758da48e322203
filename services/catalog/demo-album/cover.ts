/** The album's cover: a signal path, drawn as SVG and rendered to JPEG. */
import sharp from 'sharp'
import type { Cover } from './flac-tags.ts'

const size = 1000

/** Lines of one wave, each a little further on: what a signal looks like on its way. */
function waves(): string {
  const lines = Array.from({ length: 26 }, (_, n) => {
    const share = n / 25
    const points = Array.from({ length: 101 }, (_, i) => {
      const x = 90 + i * 8.2
      const window = Math.exp(-(((i - 50) / 22) ** 2))
      const wave = Math.sin(i * 0.32 + n * 0.34) + 0.45 * Math.sin(i * 0.83 - n * 0.21)
      return `${x.toFixed(1)},${(250 + n * 21 - 92 * window * wave * (0.35 + share)).toFixed(1)}`
    })
    const hue = 24 + share * 22
    const light = 52 + 16 * Math.sin(share * Math.PI)
    const color = `hsl(${hue.toFixed(0)} 92% ${light.toFixed(0)}%)`
    return `<polyline points="${points.join(' ')}" fill="#14110f" fill-opacity=".5" stroke="${color}" stroke-width="${(1.6 + share * 2).toFixed(1)}" stroke-linejoin="round"/>`
  })
  return lines.join('')
}

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">
  <defs><radialGradient id="g" cx=".5" cy=".55" r=".75">
    <stop offset="0" stop-color="#3a2417"/><stop offset="1" stop-color="#100d0b"/>
  </radialGradient></defs>
  <rect width="${size}" height="${size}" fill="url(#g)"/>
  ${waves()}
  <circle cx="500" cy="120" r="34" fill="none" stroke="#ffb35c" stroke-width="5"/>
  <circle cx="500" cy="120" r="9" fill="#ffb35c"/>
  <path d="M500 154v58" stroke="#ffb35c" stroke-width="5"/>
</svg>`

/** Without letters: fonts differ from machine to machine. */
export async function drawCover(): Promise<Cover> {
  const jpeg = await sharp(Buffer.from(drawing)).jpeg({ quality: 88 }).toBuffer()
  return { jpeg, size }
}
