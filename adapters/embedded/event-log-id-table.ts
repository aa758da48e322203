/**
 * A set of 128-bit ids in one flat array: open addressing, no object an id. Sealed tables are stored as they are, so
 * their layout is part of the log's format.
 */
export const wordsPerId = 4

export type Id = readonly [number, number, number, number]

const slotsMin = 4_096

export class IdTable {
  count = 0
  words: Uint32Array

  constructor(slots = slotsMin) {
    this.words = new Uint32Array(slots * wordsPerId)
  }

  get slots(): number {
    return this.words.length / wordsPerId
  }

  has(id: Id): boolean {
    return this.#find(id) < 0
  }

  /** False if it was there already. Half full, it doubles. */
  add(id: Id): boolean {
    const found = this.#find(id)
    if (found < 0) return false
    this.words.set(id, found)
    this.count++
    if (this.count * 2 > this.slots) this.#grow()
    return true
  }

  /** The index of the free slot for an id, or -1 if it is there. */
  #find(id: Id): number {
    const { words } = this
    const mask = words.length - 1
    let at = (slotHash(id) * wordsPerId) & mask
    while (!isFree(words, at)) {
      if (isSame(words, at, id)) return -1
      at = (at + wordsPerId) & mask
    }
    return at
  }

  #grow(): void {
    const old = this.words
    this.words = new Uint32Array(old.length * 2)
    for (let at = 0; at < old.length; at += wordsPerId) {
      if (isFree(old, at)) continue
      const id = idAt(old, at)
      this.words.set(id, this.#find(id))
    }
  }
}

export const isFree = (words: Uint32Array, at: number): boolean =>
  words[at] === 0 && words[at + 1] === 0 && words[at + 2] === 0 && words[at + 3] === 0

export const isSame = (words: Uint32Array, at: number, id: Id): boolean =>
  words[at] === id[0] &&
  words[at + 1] === id[1] &&
  words[at + 2] === id[2] &&
  words[at + 3] === id[3]

export const idAt = (words: Uint32Array, at: number): Id => [
  words[at] as number,
  words[at + 1] as number,
  words[at + 2] as number,
  words[at + 3] as number,
]

/** 30 bits, since ids can be as regular as version 7 UUIDs or a counter. */
export const slotHash = (id: Id): number => mix(id, 0x9e3779b1) >>> 2

export function mix(id: Id, seed: number): number {
  let hash = seed
  for (let i = 0; i < wordsPerId; i++) {
    hash = Math.imul(hash ^ (id[i] as number), 0x85ebca6b)
    hash ^= hash >>> 13
  }
  hash = Math.imul(hash, 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/** Aligned, which a view of LMDB's bytes need not be. */
export function wordsOf(bytes: Buffer): Uint32Array {
  const copy = new Uint8Array(bytes)
  return new Uint32Array(copy.buffer, 0, copy.length >> 2)
}
