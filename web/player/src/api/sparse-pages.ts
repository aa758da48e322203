/**
 * Pages of a long list, loaded where the listener looks and forgotten far from there: 100,000 rows never lie in memory.
 * Plain code without React; `use-sparse-list.ts` puts it on a page.
 */
export interface ListPage<T> {
  items: T[]
  total: number
}

export type LoadPage<T> = (
  offset: number,
  limit: number,
  signal: AbortSignal,
) => Promise<ListPage<T>>

export const pageSizeDefault = 100
const pagesMax = 40
/** Requests under way at once; a fling through the list must not queue a hundred. */
const loadingMax = 4

export interface SparseState<T> {
  total: number | undefined
  /** Row → item; absent while it is loading. A new object with each change. */
  at: (index: number) => T | undefined
  error: unknown
}

export class SparsePages<T> {
  readonly #load: LoadPage<T>
  readonly #size: number
  #pages = new Map<number, T[]>()
  #loading = new Map<number, AbortController>()
  #wanted: [number, number] = [0, 0]
  #listeners = new Set<() => void>()
  #state: SparseState<T>

  constructor(load: LoadPage<T>, pageSize = pageSizeDefault) {
    this.#load = load
    this.#size = pageSize
    this.#state = this.#snapshot(undefined, null)
  }

  get state(): SparseState<T> {
    return this.#state
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** The rows that show now, first and last included. */
  want = (first: number, last: number): void => {
    this.#wanted = [Math.floor(first / this.#size), Math.floor(last / this.#size)]
    this.#pump()
  }

  retry = (): void => {
    this.#publish(this.#state.total, null)
    this.#pump()
  }

  /** Reads again what shows, the old rows standing until the new ones are there; the rest is forgotten. */
  refresh = (): void => {
    const [first, last] = this.#wanted
    this.stop()
    for (const page of this.#pages.keys()) {
      if (page < first || page > last) this.#pages.delete(page)
      else void this.#loadPage(page)
    }
    this.#pump()
  }

  stop = (): void => {
    for (const controller of this.#loading.values()) controller.abort()
    this.#loading.clear()
  }

  #pump(): void {
    const [first, last] = this.#wanted
    this.#abortFar(first, last)
    for (let page = first; page <= last; page++) {
      if (this.#loading.size >= loadingMax) return
      const beyond = this.#state.total !== undefined && page * this.#size >= this.#state.total
      if (this.#pages.has(page) || this.#loading.has(page) || (beyond && page > 0)) continue
      void this.#loadPage(page)
    }
  }

  async #loadPage(page: number): Promise<void> {
    const controller = new AbortController()
    this.#loading.set(page, controller)
    try {
      const answer = await this.#load(page * this.#size, this.#size, controller.signal)
      if (controller.signal.aborted) return
      this.#pages.set(page, answer.items)
      this.#forgetFar(page)
      this.#loading.delete(page)
      this.#publish(answer.total, null)
      this.#pump()
    } catch (error) {
      if (controller.signal.aborted) return
      this.#loading.delete(page)
      this.#publish(this.#state.total, error)
    }
  }

  #abortFar(first: number, last: number): void {
    for (const [page, controller] of this.#loading) {
      if (page >= first - 1 && page <= last + 1) continue
      controller.abort()
      this.#loading.delete(page)
    }
  }

  #forgetFar(near: number): void {
    const byDistance = [...this.#pages.keys()].sort(
      (a, b) => Math.abs(b - near) - Math.abs(a - near),
    )
    for (const page of byDistance.slice(0, Math.max(0, this.#pages.size - pagesMax))) {
      this.#pages.delete(page)
    }
  }

  #publish(total: number | undefined, error: unknown): void {
    this.#state = this.#snapshot(total, error)
    for (const listener of this.#listeners) listener()
  }

  #snapshot(total: number | undefined, error: unknown): SparseState<T> {
    return {
      total,
      error,
      at: (index) => this.#pages.get(Math.floor(index / this.#size))?.[index % this.#size],
    }
  }
}
