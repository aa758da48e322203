/** What of the frame is open: the right panel and its tab, the full-screen player, the list of keys. Kept on this device. */
import { useSyncExternalStore } from 'react'
import { createStore } from '../player/store.ts'

export type PanelTab = 'now' | 'queue' | 'lyrics'

interface Layout {
  panel: PanelTab | null
  /** The full-screen player (phones). */
  sheet: boolean
  keys: boolean
}

const kept = 'backbeat.panel'
const tabs: PanelTab[] = ['now', 'queue', 'lyrics']

const store = createStore<Layout>({
  panel: tabs.find((tab) => tab === localStorage.getItem(kept)) ?? null,
  sheet: false,
  keys: false,
})

export function useLayout<T>(select: (layout: Layout) => T): T {
  return useSyncExternalStore(store.subscribe, () => select(store.get()))
}

export function showPanel(panel: PanelTab | null): void {
  if (panel) localStorage.setItem(kept, panel)
  else localStorage.removeItem(kept)
  store.set({ panel })
}

export const togglePanel = (panel: PanelTab): void =>
  showPanel(store.get().panel === panel ? null : panel)

export const showSheet = (sheet: boolean): void => store.set({ sheet })
export const showKeys = (keys: boolean): void => store.set({ keys })
