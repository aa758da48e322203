/**
 * Order within a playlist as whole numbers with wide gaps: an insertion or a move writes only the items it concerns.
 * When a gap is used up, the whole playlist is numbered anew, which is rare.
 */

/** With 10,000 items and this gap, ranks stay far below 2^53 for a lifetime of edits. */
export const rankGap = 2 ** 20

/**
 * `count` ranks in ascending order strictly between two neighbors; null for a neighbor means the end of the list. Null
 * if there is no room.
 */
export function ranksBetween(
  before: number | null,
  after: number | null,
  count: number,
): number[] | null {
  if (after === null) return rising((before ?? 0) + rankGap, rankGap, count)
  if (before === null) return rising(after - rankGap * count, rankGap, count)
  const step = Math.floor((after - before) / (count + 1))
  return step < 1 ? null : rising(before + step, step, count)
}

const rising = (from: number, step: number, count: number): number[] =>
  Array.from({ length: count }, (_item, at) => from + at * step)
