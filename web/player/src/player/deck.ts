/**
 * One audio element with a track in it. It keeps what is wanted (track, position, playing) apart from what the element
 * does, so that after an expired link or a broken connection it can open the track anew and go on where it was.
 */
import type { Level, Manifest, Rendition } from '@backbeat/contracts/api/audio'
import type { PlayerServer } from './ports.ts'
import { passes, pauseBefore, probe } from './recovery.ts'

export interface DeckReports {
  /** Sound comes out (again). */
  sounding(): void
  /** No sound: paused, seeking, or waiting for data. */
  silent(waiting: boolean): void
  time(): void
  ended(): void
  /** Trying again; cleared by `sounding`. */
  retrying(): void
  /** Given up: this track cannot be played. */
  failed(): void
  /** The browser wants a click before it lets sound out. */
  blocked(): void
}

export interface DeckOptions {
  server: () => PlayerServer | null
  choose: (manifest: Manifest, refused: ReadonlySet<Level>) => Rendition | null
  reports: DeckReports
}

const stallMs = 12_000

export class Deck {
  readonly audio = new Audio()
  trackId: string | null = null
  rendition: Rendition | null = null
  /** What the listener wants, whatever the element does. */
  playing = false
  #position = 0
  #durationMs = 0
  #refused = new Set<Level>()
  #attempt = 0
  /** Counts openings: an answer for an older one is ignored. */
  #opening = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #stall: ReturnType<typeof setTimeout> | undefined
  readonly #options: DeckOptions

  constructor(options: DeckOptions) {
    this.#options = options
    this.audio.preload = 'auto'
    this.#listen()
  }

  get position(): number {
    return this.#opened && !this.audio.seeking ? this.audio.currentTime : this.#position
  }

  /** Where the stretch of sound that just began began: by now the element may be past it. */
  get begun(): number {
    return this.#position
  }

  get duration(): number {
    const { duration } = this.audio
    return this.#opened && Number.isFinite(duration) ? duration : this.#durationMs / 1000
  }

  load(track: { id: string; durationMs: number }, options: { position: number; play: boolean }) {
    this.trackId = track.id
    this.#durationMs = track.durationMs
    this.#position = options.position
    this.playing = options.play
    this.rendition = null
    this.#refused = new Set()
    this.#attempt = 0
    clearTimeout(this.#stall)
    this.audio.pause()
    void this.#open()
  }

  play() {
    this.playing = true
    if (this.rendition) this.#start()
    else if (this.trackId) void this.#open()
  }

  pause() {
    this.playing = false
    this.audio.pause()
  }

  seek(to: number) {
    this.#position = to
    if (this.#opened) this.audio.currentTime = to
  }

  /** Opens the same track in another rendition, at the same place. */
  reopen() {
    this.#position = this.position
    this.rendition = null
    void this.#open()
  }

  unload() {
    this.#opening++
    this.trackId = null
    this.playing = false
    this.rendition = null
    clearTimeout(this.#retry)
    clearTimeout(this.#stall)
    this.audio.removeAttribute('src')
    this.audio.load()
  }

  get #opened(): boolean {
    return this.rendition !== null && this.audio.readyState >= HTMLMediaElement.HAVE_METADATA
  }

  async #open() {
    const opening = ++this.#opening
    clearTimeout(this.#retry)
    if (!this.trackId) return
    try {
      const manifest = await this.#options.server()?.manifest(this.trackId)
      if (opening !== this.#opening) return
      if (!manifest) return this.#again()
      this.rendition = this.#options.choose(manifest, this.#refused)
      if (!this.rendition) return this.#giveUp()
      this.audio.src = this.rendition.url
      if (this.playing) this.#start()
    } catch (error) {
      if (opening !== this.#opening) return
      if (passes((error as { status?: number }).status)) this.#again()
      else this.#giveUp()
    }
  }

  #start() {
    this.audio.play().catch((error: unknown) => {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return
      this.playing = false
      this.#options.reports.blocked()
    })
  }

  #again() {
    this.rendition = null
    clearTimeout(this.#stall)
    clearTimeout(this.#retry)
    const pause = pauseBefore(++this.#attempt)
    if (pause === null) return this.#giveUp()
    if (pause > 0) this.#options.reports.retrying()
    this.#retry = setTimeout(() => void this.#open(), pause)
  }

  #giveUp() {
    this.#opening++
    this.rendition = null
    clearTimeout(this.#retry)
    this.#options.reports.failed()
  }

  #listen() {
    const { audio } = this
    const { reports } = this.#options
    audio.addEventListener('loadedmetadata', () => {
      if (this.#position > 0) audio.currentTime = this.#position
    })
    audio.addEventListener('playing', () => this.#onSounding())
    audio.addEventListener('seeked', () => {
      if (!audio.paused && audio.readyState >= audio.HAVE_FUTURE_DATA) this.#onSounding()
    })
    audio.addEventListener('waiting', () => this.#onWaiting())
    audio.addEventListener('pause', () => this.#onPause())
    audio.addEventListener('timeupdate', () => {
      if (!audio.seeking && this.#opened) this.#position = audio.currentTime
      reports.time()
    })
    audio.addEventListener('durationchange', () => reports.time())
    audio.addEventListener('ended', () => {
      clearTimeout(this.#stall)
      reports.ended()
    })
    audio.addEventListener('error', () => void this.#onError())
    addEventListener('online', () => {
      if (this.#attempt > 0 && !this.rendition && this.trackId) void this.#open()
    })
  }

  #onSounding() {
    this.#attempt = 0
    clearTimeout(this.#stall)
    this.#options.reports.sounding()
  }

  #onWaiting() {
    this.#position = this.position
    this.#options.reports.silent(true)
    clearTimeout(this.#stall)
    this.#stall = setTimeout(() => this.#again(), stallMs)
  }

  #onPause() {
    clearTimeout(this.#stall)
    this.#position = this.position
    const { audio } = this
    // The system paused it (a headset was pulled out): that is what the listener wants now.
    if (audio.paused && !audio.ended && !audio.error && this.#opened) this.playing = false
    this.#options.reports.silent(false)
  }

  async #onError() {
    if (!this.trackId || !this.rendition) return
    const opening = this.#opening
    const { level } = this.rendition
    this.#options.reports.silent(true)
    const verdict = await this.#verdict(this.rendition.url)
    if (opening !== this.#opening) return
    if (verdict === 'again') return this.#again()
    this.#refused.add(level)
    void this.#open()
  }

  #verdict(url: string) {
    const code = this.audio.error?.code
    if (code === MediaError.MEDIA_ERR_DECODE) return 'undecodable'
    return code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED ? probe(url) : 'again'
  }
}
