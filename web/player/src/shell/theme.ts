/** Light, dark or as the system says; kept on this device and shown by `data-theme` on the root element. */
import { useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'

const key = 'backbeat.theme'
const systemLight = matchMedia('(prefers-color-scheme: light)')
const listeners = new Set<() => void>()

function chosen(): Theme {
  const kept = localStorage.getItem(key)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** What is shown. */
export function shownTheme(): 'light' | 'dark' {
  const theme = chosen()
  return theme === 'system' ? (systemLight.matches ? 'light' : 'dark') : theme
}

function apply() {
  document.documentElement.dataset.theme = shownTheme()
  for (const listener of listeners) listener()
}

export function setTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(key)
  else localStorage.setItem(key, theme)
  apply()
}

export function onTheme(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** `const [theme, setTheme] = useTheme()` */
export function useTheme(): [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(onTheme, chosen), setTheme]
}

export const useShownTheme = (): 'light' | 'dark' => useSyncExternalStore(onTheme, shownTheme)

export function startTheme(): void {
  systemLight.addEventListener('change', apply)
  addEventListener('storage', (event) => event.key === key && apply())
  apply()
}
