/** The accent follows the cover that plays, in both themes, with the contrast that text needs. */
import { useEffect } from 'react'
import { accentOn, hexOf, rgbOfHex } from '../components/color.ts'
import { useCoverColor } from '../components/tint.ts'
import { usePlayer } from '../player/use-player.ts'
import { useShownTheme } from './theme.ts'

const surfaces = ['--ground', '--surface', '--raised', '--overlay']
/** Less color than this is none: the accent of the house stays. */
const vivid = 0.04

export function useAccent(): void {
  const album = usePlayer((player) => player.current?.album)
  const color = useCoverColor(album?.images, album?.name ?? '')
  const theme = useShownTheme()
  useEffect(() => {
    const { style } = document.documentElement
    if (!color || color.c < vivid) {
      style.removeProperty('--accent')
      style.removeProperty('--on-accent')
      return
    }
    const tokens = getComputedStyle(document.documentElement)
    const grounds = surfaces.map((name) => rgbOfHex(tokens.getPropertyValue(name).trim()))
    const { accent, onAccent } = accentOn(color, grounds, theme === 'dark')
    style.setProperty('--accent', hexOf(accent))
    style.setProperty('--on-accent', hexOf(onAccent))
  }, [color, theme])
}
