/**
 * A Bloom filter in blocks of 512 bits, one block an id, so that a look-up costs one cache line. With 16 bits an id
 * about one look-up in 500 is answered wrongly with "perhaps".
 */
import { type Id, mix } from './event-log-id-table.ts'

const wordsPerBlock = 16
const bitsPerId = 16
/** A probe is a word of the block and a bit of the word. */
const bitsPerProbe = 9
const probesPerHalf = 3
const halves = [0x1b873593, 0xe6546b64] as const

export class IdFilter {
  readonly words: Uint32Array

  constructor(words: Uint32Array) {
    this.words = words
  }

  static forCount(count: number): IdFilter {
    const blocks = Math.max(1, Math.ceil((count * bitsPerId) / (wordsPerBlock * 32)))
    return new IdFilter(new Uint32Array(blocks * wordsPerBlock))
  }

  add(id: Id): void {
    const { words } = this
    const start = this.#blockOf(id)
    for (let half = 0; half < 2; half++) {
      let bits = mix(id, halves[half] as number)
      for (let i = 0; i < probesPerHalf; i++, bits >>>= bitsPerProbe) {
        const at = start + (bits & 15)
        words[at] = (words[at] as number) | (1 << ((bits >>> 4) & 31))
      }
    }
  }

  mayHave(id: Id): boolean {
    const { words } = this
    const start = this.#blockOf(id)
    for (let half = 0; half < 2; half++) {
      let bits = mix(id, halves[half] as number)
      for (let i = 0; i < probesPerHalf; i++, bits >>>= bitsPerProbe) {
        if (((words[start + (bits & 15)] as number) & (1 << ((bits >>> 4) & 31))) === 0)
          return false
      }
    }
    return true
  }

  #blockOf(id: Id): number {
    return ((mix(id, 0x7f4a7c15) >>> 0) % (this.words.length / wordsPerBlock)) * wordsPerBlock
  }
}
