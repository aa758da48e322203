/**
 * Turns playing into events: started when sound first comes out, played once at the end with the time really heard,
 * skipped when the listener left early. The open play is noted down as it goes (`keep`), with the id its event will
 * have, so that a closed or crashed page still reports it the next time, once.
 */
import type { EventData } from '@backbeat/contracts/generated/events'
import { createListening, type Listening } from './listening.ts'

export type StartReason = 'clickrow' | 'playbtn' | 'trackdone' | 'fwdbtn' | 'backbtn' | 'appload'
export type EndReason = 'trackdone' | 'fwdbtn' | 'backbtn' | 'endplay' | 'logout' | 'trackerror'

type Types = 'playback.track-started' | 'playback.track-played' | 'playback.track-skipped'

export interface PlayEvent<T extends Types = Types> {
  id: string
  type: T
  /** ISO 8601. */
  time: string
  data: EventData[T]
}

/** A play that has not ended, as it is kept. */
export interface OpenPlay {
  eventId: string
  trackId: string
  reasonStart: StartReason
  rendition: string | null
  device: string | null
  context: string | null
  offline: boolean
  started: boolean
  heardMs: number
  at: string
}

export interface PlayLogOptions {
  emit: (event: PlayEvent) => void
  keep: (open: OpenPlay | null) => void
  newId: () => string
  now: () => Date
  online: () => boolean
  device: string | null
}

/** A skip in the last moments is no skip. */
const nearEndMs = 2_000

export class PlayLog {
  #open: OpenPlay | null = null
  #listening: Listening = createListening()
  readonly #options: PlayLogOptions

  constructor(options: PlayLogOptions) {
    this.#options = options
  }

  get isOpen(): boolean {
    return this.#open !== null
  }

  begin(trackId: string, reasonStart: StartReason, context: string | null) {
    const { newId, online, device } = this.#options
    this.#listening = createListening()
    this.#open = {
      eventId: newId(),
      trackId,
      reasonStart,
      rendition: null,
      device,
      context,
      offline: !online(),
      started: false,
      heardMs: 0,
      at: this.#time(),
    }
  }

  sounding(position: number, rendition: string | null) {
    const open = this.#open
    if (!open) return
    this.#listening.begin(position)
    open.rendition = rendition ?? open.rendition
    open.offline ||= !this.#options.online()
    if (open.started) return
    open.started = true
    this.#emit('playback.track-started', {
      ...factsOf(open),
      positionMs: toMs(position),
      reasonStart: open.reasonStart,
    })
  }

  silent(position: number) {
    this.#listening.end(position)
  }

  /** Notes down how far it is. */
  note(position: number) {
    if (!this.#open?.started) return
    const heardMs = this.#listening.heardMs(position)
    this.#open = { ...this.#open, heardMs, at: this.#time() }
    this.#options.keep(this.#open)
  }

  end(reasonEnd: EndReason, position: number, durationMs: number) {
    const play = this.#close(position)
    if (!play) return
    this.#options.emit(playedOf(play, reasonEnd, this.#time()))
    const chosen = reasonEnd === 'fwdbtn' || reasonEnd === 'backbtn' || reasonEnd === 'endplay'
    if (!chosen || toMs(position) > durationMs - nearEndMs) return
    this.#emit('playback.track-skipped', {
      ...factsOf(play),
      positionMs: toMs(position),
      playedMs: play.heardMs,
    })
  }

  /**
   * The page goes: the play ends here, but nobody skipped anything. It stays noted, as what a page sends or stores in its
   * last moment may be lost; the next page sends it again under the same id, which the server counts once.
   */
  leave(position: number) {
    const play = this.#close(position)
    if (!play) return
    const left = { ...play, at: this.#time() }
    this.#options.keep(left)
    this.#options.emit(playedOf(left, 'endplay', left.at))
  }

  /** Reports a play that an earlier page left open. */
  recover(left: OpenPlay | null) {
    if (!left) return
    this.#options.emit(playedOf(left, 'endplay', left.at))
    this.#options.keep(null)
  }

  /** What was open, if it ever sounded. */
  #close(position: number): OpenPlay | null {
    const open = this.#open
    this.#open = null
    this.#options.keep(null)
    return open?.started ? { ...open, heardMs: this.#listening.heardMs(position) } : null
  }

  #emit<T extends Types>(type: T, data: EventData[T]) {
    this.#options.emit({ id: this.#options.newId(), type, time: this.#time(), data })
  }

  #time(): string {
    return this.#options.now().toISOString()
  }
}

const toMs = (seconds: number): number => Math.max(0, Math.round(seconds * 1000))

const factsOf = ({ trackId, rendition, device, context, offline }: OpenPlay) => ({
  trackId,
  rendition,
  device,
  context,
  offline,
})

const playedOf = (play: OpenPlay, reasonEnd: EndReason, time: string): PlayEvent => ({
  id: play.eventId,
  type: 'playback.track-played',
  time,
  data: {
    ...factsOf(play),
    playedMs: play.heardMs,
    reasonStart: play.reasonStart,
    reasonEnd,
  },
})
