/** The keyboard of the whole page. Keys do nothing while someone types, or where a control needs them itself. */
import { player } from '../player/player.ts'
import { strings } from '../strings.ts'
import { showKeys, togglePanel } from './layout-store.ts'

export interface KeyActions {
  openSearch: () => void
  toggleLike: () => void
}

/** The list that `?` shows. */
export const keyList: { keys: string[]; does: string }[] = [
  { keys: ['Space'], does: strings.keys.toggle },
  { keys: ['←', '→'], does: strings.keys.seek },
  { keys: ['Shift ←', 'Shift →'], does: strings.keys.skip },
  { keys: ['P', 'N'], does: strings.keys.skip },
  { keys: ['↑', '↓'], does: strings.keys.volume },
  { keys: ['M'], does: strings.keys.mute },
  { keys: ['S'], does: strings.keys.shuffle },
  { keys: ['R'], does: strings.keys.repeat },
  { keys: ['L'], does: strings.keys.like },
  { keys: ['Q'], does: strings.keys.queue },
  { keys: ['/'], does: strings.keys.search },
  { keys: ['?'], does: strings.keys.list },
  { keys: ['Alt ↑', 'Alt ↓'], does: strings.keys.move },
]

const seekS = 5
const volumeStep = 0.05

/** Whether the element under the keys uses this one itself. */
function taken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('dialog, [role=menu]')) return true
  if (target instanceof HTMLInputElement && target.type === 'range') return key.startsWith('Arrow')
  if (target.matches('input, textarea, select')) return true
  if (key === ' ') return target.matches('button, a, summary, [role=tab]')
  return key.startsWith('Arrow') && target.closest('[role=grid], [role=tablist]') !== null
}

function actionOf(event: KeyboardEvent, actions: KeyActions): (() => void) | undefined {
  const now = player.get()
  const jump = (by: number) => () => now.seek(now.position + by)
  const louder = (by: number) => () => now.setVolume(now.volume + by)
  const keys: Record<string, () => void> = {
    ' ': now.toggle,
    k: now.toggle,
    arrowleft: event.shiftKey ? now.previous : jump(-seekS),
    arrowright: event.shiftKey ? now.next : jump(seekS),
    arrowup: louder(volumeStep),
    arrowdown: louder(-volumeStep),
    n: now.next,
    p: now.previous,
    m: now.toggleMute,
    s: now.toggleShuffle,
    r: now.cycleRepeat,
    l: actions.toggleLike,
    q: () => togglePanel('queue'),
    '/': actions.openSearch,
    '?': () => showKeys(true),
  }
  return keys[event.key.toLowerCase()]
}

export function startKeys(actions: KeyActions): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (taken(event.target, event.key)) return
    const act = actionOf(event, actions)
    if (!act) return
    event.preventDefault()
    act()
  }
  addEventListener('keydown', onKey)
  return () => removeEventListener('keydown', onKey)
}
