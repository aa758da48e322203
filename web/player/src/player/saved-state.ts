/** What survives a reload, in local storage: the queue, the position, the switches. Broken or old notes are ignored. */

import type { OpenPlay } from './play-log.ts'
import type { Quality } from './player-state.ts'
import { emptyQueue, type Queue } from './queue.ts'
import type { PlayContext } from './track.ts'

export interface Settings {
  volume: number
  muted: boolean
  quality: Quality
}

interface Session {
  userId: string
  queue: Queue
  context: PlayContext | null
  position: number
}

const keys = {
  session: 'backbeat.player.session',
  settings: 'backbeat.player.settings',
  open: 'backbeat.player.open',
}
const keptMax = 500

export const readSettings = (): Settings => ({
  volume: 0.8,
  muted: false,
  quality: 'auto',
  ...read<Settings>(keys.settings),
})
export const writeSettings = (settings: Settings) => write(keys.settings, settings)

export const readOpenPlay = (): OpenPlay | null => read<OpenPlay>(keys.open)
export const writeOpenPlay = (open: OpenPlay | null) => write(keys.open, open)

export function readSession(userId: string): Session | null {
  const session = read<Session>(keys.session)
  if (!session?.queue || session.userId !== userId) return null
  return { ...session, queue: { ...emptyQueue, ...session.queue } }
}

export function writeSession(session: Session | null) {
  write(keys.session, session && { ...session, queue: trimmed(session.queue) })
}

function trimmed(queue: Queue): Queue {
  const at = queue.source.findIndex((entry) => entry.key === queue.anchor)
  const from = Math.max(0, at - 50)
  return {
    ...queue,
    history: queue.history.slice(-50),
    queued: queue.queued.slice(0, keptMax),
    upcoming: queue.upcoming.slice(0, keptMax),
    source: queue.source.slice(from, from + keptMax),
  }
}

function read<T>(key: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as T | null
  } catch {
    return null
  }
}

function write(key: string, value: unknown) {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // A full storage costs the memory of this session, not the music.
  }
}
