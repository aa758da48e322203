/** Looks at the audio elements of a page, which the player keeps out of the document. */
import type { Page } from 'playwright-core'
import { eventually } from '../program.ts'

interface Heard {
  playing: boolean
  seconds: number
  source: string
}

/** For pages loaded from now on: remembers every element that was ever told to play. */
export const watchAudio = (page: Page): Promise<unknown> =>
  page.context().addInitScript(`
    globalThis.heardAudio = []
    const play = HTMLMediaElement.prototype.play
    HTMLMediaElement.prototype.play = function () {
      if (!heardAudio.includes(this)) heardAudio.push(this)
      return play.call(this)
    }
  `)

/** What sounds now; else what sounded last. */
export const heard = (page: Page): Promise<Heard | null> =>
  page.evaluate<Heard | null>(`(() => {
    const audio = heardAudio.find((each) => !each.paused) ?? heardAudio.at(-1)
    return audio
      ? { playing: !audio.paused, seconds: audio.currentTime, source: audio.currentSrc }
      : null
  })()`)

/** Waits until the audio has really advanced beyond this. */
export const heardBeyond = (page: Page, seconds: number): Promise<Heard | null> =>
  eventually(
    () => heard(page),
    (audio) => audio?.playing === true && audio.seconds > seconds,
  )

/** Waits until the audio sounds from before this. */
export const heardBefore = (page: Page, seconds: number): Promise<Heard | null> =>
  eventually(
    () => heard(page),
    (audio) => audio?.playing === true && audio.seconds < seconds,
  )

export const silence = (page: Page): Promise<Heard | null> =>
  eventually(
    () => heard(page),
    (audio) => audio?.playing !== true,
  )

/** Sixteen times as fast as life. */
export const hurry = (page: Page): Promise<unknown> =>
  page.evaluate('for (const each of heardAudio) each.playbackRate = 16')
