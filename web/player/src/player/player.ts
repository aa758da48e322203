/**
 * The one player of this page: the queue says what plays, the sound plays it, the log turns it into events, the store
 * shows it. Everything the listener can do is in `actions`.
 */
import { strings } from '../strings.ts'
import { Events } from './events.ts'
import { deviceName, newUuid } from './identity.ts'
import { type EndReason, PlayLog, type StartReason } from './play-log.ts'
import type { PlayerActions, PlayerState } from './player-state.ts'
import type { PlayerServer } from './ports.ts'
import * as queues from './queue.ts'
import * as edits from './queue-edits.ts'
import { chooseRendition } from './rendition.ts'
import * as saved from './saved-state.ts'
import { Sound } from './sound.ts'
import { createStore } from './store.ts'
import type { TrackRow } from './track.ts'

const restartAfterS = 3
const prefetchAfterS = 4
const noteEveryMs = 5_000
const failuresMax = 4

let server: PlayerServer | null = null
let events: Events | null = null
let listener: string | null = null
let queue: queues.Queue = queues.emptyQueue
let failures = 0
let notedAt = 0
let keys = 0

const session = newUuid().slice(0, 8)
const newKey = () => `${session}-${keys++}`
const newSeed = () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0

const log = new PlayLog({
  emit: (event) => events?.emit(event),
  keep: saved.writeOpenPlay,
  newId: newUuid,
  now: () => new Date(),
  online: () => navigator.onLine,
  device: deviceName(),
})

const canPlay = (mimeType: string) => new Audio().canPlayType(mimeType) !== ''

const sound = new Sound({
  server: () => server,
  choose: (manifest, refused) =>
    chooseRendition(manifest, {
      quality: player.get().quality,
      connection: (navigator as { connection?: { saveData?: boolean } }).connection,
      canPlay,
      refused,
    }),
  reports: {
    sounding() {
      failures = 0
      log.sounding(sound.begun, sound.level)
      player.set({ loading: false, problem: null, playing: true, rendition: sound.level })
      tick()
    },
    silent(waiting) {
      log.silent(sound.position)
      player.set({ loading: waiting, playing: sound.wantsToPlay })
    },
    time: () => tick(),
    ended: () => goOn('trackdone', true),
    retrying: () => player.set({ loading: true, problem: strings.player.retrying }),
    failed: () => onFailed(),
    blocked: () => player.set({ playing: false, loading: false }),
  },
})

function tick() {
  const position = sound.position
  player.set({ position, duration: sound.duration })
  if (position > prefetchAfterS && sound.wantsToPlay) {
    sound.prefetch(queues.peek(queue)?.track ?? null)
  }
  const now = Date.now()
  if (now - notedAt < noteEveryMs) return
  notedAt = now
  log.note(position)
  save()
}

function save() {
  if (!listener) return
  const { context, position } = player.get()
  saved.writeSession({ userId: listener, queue, context, position })
}

/** Shows a changed queue. */
function adopt(next: queues.Queue) {
  queue = next
  player.set({
    current: queue.current?.track ?? null,
    currentKey: queue.current?.key ?? null,
    queue: edits.upNext(queue),
    history: queue.history,
    shuffle: queue.shuffle,
    repeat: queue.repeat,
  })
  save()
}

/** Ends what plays and begins what the queue now says. */
function turnTo(next: queues.Queue, reasons: { end: EndReason; start: StartReason }, play = true) {
  log.end(reasons.end, sound.position, sound.duration * 1000)
  adopt(next)
  const track = queue.current?.track
  if (!track) return
  player.set({ position: 0, duration: track.durationMs / 1000, playing: play, loading: play })
  if (play) log.begin(track.id, reasons.start, player.get().context?.uri ?? null)
  sound.load(track, { position: 0, play })
}

function goOn(reason: 'trackdone' | 'fwdbtn' | 'trackerror', ended: boolean) {
  const next = queues.advance(queue, { ended, seed: newSeed() })
  const start = reason === 'fwdbtn' ? 'fwdbtn' : 'trackdone'
  if (next) return turnTo(next, { end: reason, start })
  log.end(reason, sound.position, sound.duration * 1000)
  sound.pause()
  sound.seek(0)
  player.set({ playing: false, loading: false, position: 0 })
}

function onFailed() {
  const name = queue.current?.track.name ?? ''
  const number = (player.get().notice?.number ?? 0) + 1
  player.set({ problem: null, notice: { text: strings.player.cannotPlay(name), number } })
  if (++failures < failuresMax && queues.peek(queue) && queue.repeat !== 'one') {
    return goOn('trackerror', false)
  }
  log.end('trackerror', sound.position, sound.duration * 1000)
  sound.unload()
  player.set({ playing: false, loading: false })
}

/** Plays what is current: as it stands, or opened for the first time since the page was loaded. */
function resume() {
  const track = queue.current?.track
  if (!track) return
  const restored = sound.trackId !== track.id
  const context = player.get().context?.uri ?? null
  if (!log.isOpen) log.begin(track.id, restored ? 'appload' : 'playbtn', context)
  player.set({ playing: true })
  if (restored) sound.load(track, { position: player.get().position, play: true })
  else sound.play()
}

function pause() {
  sound.pause()
  player.set({ playing: false, loading: false })
  save()
}

function seek(to: number) {
  const target = Math.max(0, Math.min(to, player.get().duration || to))
  log.silent(sound.position)
  if (sound.trackId) sound.seek(target)
  player.set({ position: target })
  save()
}

function setVolume(change: { volume?: number; muted?: boolean }) {
  player.set(change)
  const { volume, muted, quality } = player.get()
  sound.setVolume(volume, muted)
  saved.writeSettings({ volume, muted, quality })
}

const actions: PlayerActions = {
  play(tracks, options = {}) {
    const { startIndex, context, shuffle, reason = 'playbtn' } = options
    if (tracks.length === 0) return
    const from = shuffle ? { ...queue, shuffle: true } : queue
    const at = startIndex === undefined ? {} : { startIndex }
    const next = queues.start(from, tracks, { ...at, seed: newSeed(), newKey })
    // What played until now was heard in the old context.
    log.end('endplay', sound.position, sound.duration * 1000)
    player.set({ context: context ?? null, problem: null })
    failures = 0
    turnTo(next, { end: 'endplay', start: reason })
  },
  enqueue: (tracks) => add(edits.enqueue, tracks),
  playNext: (tracks) => add(edits.playNext, tracks),
  removeFromQueue: (removed) => adopt(edits.remove(queue, removed)),
  moveInQueue: (key, toIndex) => adopt(edits.move(queue, key, toIndex)),
  clearQueue: () => adopt(edits.clearQueued(queue)),
  skipTo: (key) => turnTo(queues.skipTo(queue, key), { end: 'endplay', start: 'clickrow' }),
  toggle: () => (player.get().playing ? pause() : resume()),
  pause,
  resume,
  next: () => goOn('fwdbtn', false),
  previous() {
    const before = sound.position > restartAfterS ? null : queues.back(queue)
    if (before) turnTo(before, { end: 'backbtn', start: 'backbtn' })
    else seek(0)
  },
  seek,
  setVolume: (volume) => setVolume({ volume: Math.min(1, Math.max(0, volume)), muted: false }),
  toggleMute: () => setVolume({ muted: !player.get().muted }),
  toggleShuffle: () => adopt(queues.setShuffle(queue, !queue.shuffle, newSeed())),
  cycleRepeat() {
    const after = { off: 'all', all: 'one', one: 'off' } as const
    adopt({ ...queue, repeat: after[queue.repeat] })
  },
  setQuality(quality) {
    player.set({ quality })
    setVolume({})
    if (sound.trackId) sound.reopen()
  },
  reset() {
    log.end('logout', sound.position, sound.duration * 1000)
    sound.unload()
    adopt(queues.emptyQueue)
    player.set({ context: null, playing: false, loading: false, position: 0, duration: 0 })
    saved.writeSession(null)
  },
}

/** Adds to the queue; one that is added to while nothing was ever played begins. */
function add(how: typeof edits.enqueue, tracks: TrackRow[]): string[] {
  const added: string[] = []
  const remembered = () => {
    const key = newKey()
    added.push(key)
    return key
  }
  adopt(how(queue, tracks, remembered))
  const next = queue.current ? null : queues.advance(queue, { ended: false, seed: newSeed() })
  if (next) turnTo(next, { end: 'endplay', start: 'playbtn' })
  return added
}

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
  notice: null,
  shuffle: false,
  repeat: 'off',
  rendition: null,
  ...saved.readSettings(),
  ...actions,
})

/** Connects the player to the server for this listener, and shows what they last played, paused. */
export function connectPlayer(connection: PlayerServer, userId: string): void {
  if (listener === userId) return
  disconnectPlayer()
  server = connection
  listener = userId
  events = new Events(connection, userId)
  log.recover(saved.readOpenPlay())
  setVolume({})
  const left = saved.readSession(userId)
  if (!left || queue.current) return
  player.set({
    context: left.context,
    position: left.position,
    duration: (left.queue.current?.track.durationMs ?? 0) / 1000,
  })
  adopt(left.queue)
}

/** At sign-out: the music stops, last events go. */
export function disconnectPlayer(): void {
  if (!listener) return
  actions.reset()
  events?.stop()
  events = null
  server = null
  listener = null
}

addEventListener('pagehide', () => {
  log.leave(sound.position)
  save()
  sound.pause()
  player.set({ playing: false })
  events?.flush()
})
