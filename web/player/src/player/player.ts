/** The one player of this page. */

import type { PlayerActions, PlayerState } from './player-state.ts'
import type { PlayerServer } from './ports.ts'
import { createStore } from './store.ts'

const nothing = () => undefined
export const player = createStore<PlayerState & PlayerActions>({
  current: null,
  currentKey: null,
  context: null,
  queue: [],
  history: [],
  position: 0,
  duration: 0,
  playing: false,
  loading: false,
  problem: null,
  volume: 0.8,
  muted: false,
  shuffle: false,
  repeat: 'off',
  quality: 'auto',
  rendition: null,
  play: nothing,
  enqueue: nothing,
  playNext: nothing,
  removeFromQueue: nothing,
  moveInQueue: nothing,
  clearQueue: nothing,
  skipTo: nothing,
  toggle: nothing,
  pause: nothing,
  resume: nothing,
  next: nothing,
  previous: nothing,
  seek: nothing,
  setVolume: nothing,
  toggleMute: nothing,
  toggleShuffle: nothing,
  cycleRepeat: nothing,
  setQuality: nothing,
  reset: nothing,
})

/** Called once by the app, when there is a session. */
export function connectPlayer(_server: PlayerServer): void {}
