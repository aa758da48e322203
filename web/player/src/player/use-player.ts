/** The player, for components. `usePlayer(select)` renders anew only when what it selects changes. */
import { useSyncExternalStore } from 'react'
import { player } from './player.ts'
import type { PlayerActions, PlayerState } from './player-state.ts'

export type Player = PlayerState & PlayerActions

export function usePlayer(): Player
export function usePlayer<T>(select: (player: Player) => T): T
export function usePlayer<T>(select?: (player: Player) => T): T | Player {
  const read = () => (select ? select(player.get()) : player.get())
  return useSyncExternalStore<T | Player>(player.subscribe, read, read)
}
