/** Which rows are selected and which has the keyboard, as a value. Shift extends from the anchor, ctrl or cmd toggles. */

export interface Selection {
  /** Keys of selected rows. */
  keys: ReadonlySet<string>
  /** Where a shift selection begins. */
  anchor: number
  /** The row with the keyboard. */
  cursor: number
}

export const nothingSelected: Selection = { keys: new Set(), anchor: 0, cursor: 0 }

export interface Pick {
  index: number
  shift: boolean
  /** Ctrl, or cmd on a Mac. */
  toggle: boolean
}

export type KeyAt = (index: number) => string | undefined

function range(from: number, to: number, keyAt: KeyAt): Set<string> {
  const keys = new Set<string>()
  for (let index = Math.min(from, to); index <= Math.max(from, to); index++) {
    const key = keyAt(index)
    if (key !== undefined) keys.add(key)
  }
  return keys
}

/** A row was chosen by pointer or key. */
export function select(before: Selection, pick: Pick, keyAt: KeyAt): Selection {
  const { index, shift, toggle } = pick
  if (shift) return { ...before, keys: range(before.anchor, index, keyAt), cursor: index }
  const key = keyAt(index)
  if (key === undefined) return { ...before, cursor: index }
  if (!toggle) return { keys: new Set([key]), anchor: index, cursor: index }
  const keys = new Set(before.keys)
  if (!keys.delete(key)) keys.add(key)
  return { keys, anchor: index, cursor: index }
}

export const selectAll = (before: Selection, total: number, keyAt: KeyAt): Selection =>
  total === 0 ? before : { ...before, keys: range(0, total - 1, keyAt) }
