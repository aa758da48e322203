/** Which known words somebody may have meant: those that few edits away, near the beginning if the word is unfinished. */

const alternativesMax = 6

/** At most six of the candidates, nearest first; none for very short words. */
export function alternativesFor(word: string, candidates: readonly string[]): string[] {
  const editsMax = word.length < 3 ? 0 : word.length < 6 ? 1 : 2
  return candidates
    .filter((candidate) => candidate !== word)
    .map((candidate) => ({ candidate, edits: editsBetween(word, candidate, editsMax) }))
    .filter(({ edits }) => edits <= editsMax)
    .sort((a, b) => a.edits - b.edits)
    .slice(0, alternativesMax)
    .map(({ candidate }) => candidate)
}

/**
 * Edits (insert, delete, replace, swap of neighbours) that turn one word into the other; stops counting beyond `max`.
 */
function editsBetween(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let edits = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
      )
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) edits = Math.min(edits, (before[j - 2] as number) + 1)
      row.push(edits)
    }
    if (Math.min(...row) > max) return max + 1
    before = last
    last = row
  }
  return last[b.length] as number
}
