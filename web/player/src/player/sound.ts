/** Two decks that take turns: while one plays, the other has the next track ready, so that it starts at once. */
import { Deck, type DeckOptions, type DeckReports } from './deck.ts'
import type { TrackRow } from './track.ts'
import { gainOf } from './volume.ts'

export class Sound {
  #heard: Deck
  #other: Deck
  #unlocked = false

  constructor(options: DeckOptions) {
    const deck = (): Deck => {
      const made: Deck = new Deck({
        ...options,
        reports: this.#ifHeard(() => made, options.reports),
      })
      return made
    }
    this.#heard = deck()
    this.#other = deck()
  }

  get position(): number {
    return this.#heard.position
  }

  get begun(): number {
    return this.#heard.begun
  }

  get duration(): number {
    return this.#heard.duration
  }

  get trackId(): string | null {
    return this.#heard.trackId
  }

  get wantsToPlay(): boolean {
    return this.#heard.playing
  }

  get level() {
    return this.#heard.rendition?.level ?? null
  }

  load(track: TrackRow, options: { position: number; play: boolean }) {
    if (options.play) this.#unlock()
    const open = this.#heard.trackId === track.id && this.#heard.rendition !== null
    if (!open && this.#other.trackId !== track.id) return this.#heard.load(track, options)
    if (!open) this.#takeTurns()
    this.#heard.seek(options.position)
    if (options.play) this.#heard.play()
    else this.#heard.pause()
  }

  /** Makes the next track ready, manifest and first bytes; null forgets it. */
  prefetch(track: TrackRow | null) {
    if (!track || track.id === this.#heard.trackId) {
      if (this.#other.trackId) this.#other.unload()
    } else if (this.#other.trackId !== track.id) {
      this.#other.load(track, { position: 0, play: false })
    }
  }

  play() {
    this.#heard.play()
  }

  pause() {
    this.#heard.pause()
  }

  seek(to: number) {
    this.#heard.seek(to)
  }

  /** For another quality: what is heard goes on in it, what is ready is made ready in it. */
  reopen() {
    this.#heard.reopen()
    if (this.#other.trackId) this.#other.reopen()
  }

  setVolume(volume: number, muted: boolean) {
    for (const { audio } of [this.#heard, this.#other]) {
      audio.volume = gainOf(volume)
      audio.muted = muted
    }
  }

  unload() {
    this.#heard.unload()
    this.#other.unload()
  }

  #takeTurns() {
    const before = this.#heard
    this.#heard = this.#other
    this.#other = before
    before.unload()
  }

  /** Safari lets an element play later only if it was touched in a click once. */
  #unlock() {
    if (this.#unlocked) return
    this.#unlocked = true
    if (!this.#other.trackId) this.#other.audio.load()
  }

  /** Passes on what a deck says only while it is the one that is heard. */
  #ifHeard(own: () => Deck, reports: DeckReports): DeckReports {
    const heard = () => own() === this.#heard
    return {
      sounding: () => heard() && reports.sounding(),
      silent: (waiting) => heard() && reports.silent(waiting),
      time: () => heard() && reports.time(),
      ended: () => heard() && reports.ended(),
      retrying: () => heard() && reports.retrying(),
      failed: () => (heard() ? reports.failed() : own().unload()),
      blocked: () => heard() && reports.blocked(),
    }
  }
}
