/** Makes covers on demand and, when nothing else is going on, those that nobody asked for yet. One at a time. */
import type { Logger } from '@backbeat/runtime/log'
import { pendingCovers } from './cover-store.ts'
import { type RenderOptions, renderCover } from './render-cover.ts'

export interface CoverMaker {
  render(id: string): Promise<boolean>
  /** Makes all pending covers in the background; asking again while it runs does nothing. */
  makePending(): void
  stop(): Promise<void>
}

export interface CoverMakerOptions extends RenderOptions {
  log: Logger
  /** Whether background work should wait. */
  busy(): boolean
}

const pageSize = 100
/** Rest between two covers of the background pass, so that it takes at most half a core. */
const restMs = 30

export function createCoverMaker(options: CoverMakerOptions): CoverMaker {
  const { db, log, busy } = options
  let last: Promise<unknown> = Promise.resolve()
  let pass: Promise<void> | null = null
  let stopped = false
  const abort = new AbortController()

  const render = (id: string): Promise<boolean> => {
    const made = last.then(() => (stopped ? false : renderCover(id, options)))
    last = made.catch(() => undefined)
    return made
  }
  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      abort.signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer)
          resolve()
        },
        { once: true },
      )
    })
  const run = async () => {
    let after = ''
    for (;;) {
      const ids = await pendingCovers(db, after, pageSize)
      for (const id of ids) {
        while (busy() && !stopped) await rest(1000)
        if (stopped) return
        await render(id)
        await rest(restMs)
      }
      if (ids.length < pageSize) return
      after = ids.at(-1) as string
    }
  }
  return {
    render,
    makePending() {
      if (stopped) return
      pass ??= run()
        .catch((error) => log.warn({ err: error }, 'covers could not be made'))
        .finally(() => (pass = null))
    },
    async stop() {
      stopped = true
      abort.abort()
      await pass
      await last
    },
  }
}
