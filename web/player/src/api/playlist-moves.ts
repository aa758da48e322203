/** A move of any rows as the moves of ranges that the server knows. */
import { rowKey, type TrackRow } from '../player/track.ts'

/** `count` rows from `from` go before the row at `before`; numbers as they are before this move. */
export interface RangeMove {
  from: number
  count: number
  before: number
}

/** The moves, to be done one after the other, that bring these rows before the one at `toIndex`. */
export function planMoves(rows: TrackRow[], keys: string[], toIndex: number): RangeMove[] {
  const moving = new Set(keys)
  const anchor = rows.slice(toIndex).find((row) => !moving.has(rowKey(row)))
  const moves: RangeMove[] = []
  let now = rows
  for (const run of runs(rows, moving)) {
    const from = now.findIndex((row) => rowKey(row) === run.first)
    const before = anchor ? now.indexOf(anchor) : now.length
    if (from + run.count === before) continue
    const move = { from, count: run.count, before }
    moves.push(move)
    now = applyMoves(now, [move])
  }
  return moves
}

export function applyMoves(rows: TrackRow[], moves: RangeMove[]): TrackRow[] {
  const out = [...rows]
  for (const { from, count, before } of moves) {
    const taken = out.splice(from, count)
    out.splice(before > from ? before - count : before, 0, ...taken)
  }
  return out
}

interface Run {
  first: string
  count: number
}

function runs(rows: TrackRow[], moving: Set<string>): Run[] {
  const found: Run[] = []
  let open: Run | null = null
  for (const row of rows) {
    if (!moving.has(rowKey(row))) open = null
    else if (open) open.count++
    else {
      open = { first: rowKey(row), count: 1 }
      found.push(open)
    }
  }
  return found
}
