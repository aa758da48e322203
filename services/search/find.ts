/** Finds what was typed, kind by kind; when hardly anything is found, again with typing errors corrected. */
import { alternativesFor } from './spelling.ts'
import type { Finder, Found, Kind, Query } from './store/query.ts'
import { matchesMax } from './store/query.ts'
import { keyOf, wordsOf } from './words.ts'

export interface Search {
  text: string
  kinds: readonly Kind[]
  offset: number
  limit: number
  userId: string
}

interface KindResult {
  ids: string[]
  total: number
  /** There are more than `total`; they were not counted. */
  capped?: true
}

export interface SearchResult {
  byKind: Map<Kind, KindResult>
  best: { type: Kind; id: string } | null
  total: number
}

const queryWordsMax = 12
/** Below so many results we suspect a typing error. */
const fewResults = 3

export async function search(finder: Finder, asked: Search): Promise<SearchResult> {
  const words = wordsOf(asked.text).slice(0, queryWordsMax)
  if (words.length === 0) return resultOf(new Map(asked.kinds.map((kind) => [kind, nothing])))
  const query = {
    key: keyOf(words),
    offset: asked.offset,
    limit: asked.limit,
    userId: asked.userId,
  }
  const exact = await findAll(finder, asked.kinds, { ...query, words: conjunction(words) })
  const found = [...exact.values()].reduce((sum, { total }) => sum + total, 0)
  if (found >= fewResults) return resultOf(exact)
  const corrected = await correctedWords(finder, words)
  if (corrected === null) return resultOf(exact)
  // It finds all that the exact query finds, too, and ranks it first.
  return resultOf(await findAll(finder, asked.kinds, { ...query, words: corrected }))
}

const nothing: Found = { ids: [], total: 0, rank: null }

async function findAll(
  finder: Finder,
  kinds: readonly Kind[],
  query: Query,
): Promise<Map<Kind, Found>> {
  const found = await finder.find(kinds, query)
  return new Map(kinds.map((kind, index) => [kind, found[index] as Found]))
}

const lexeme = (word: string): string => `'${word.replace(/['\\]/g, '$&$&')}'`

/** All words; the last one may go on. */
const conjunction = (words: readonly string[]): string =>
  words.map((word, at) => lexeme(word) + (at === words.length - 1 ? ':*' : '')).join(' & ')

/** The query with each word or one like it; null if no word has any. */
async function correctedWords(finder: Finder, words: readonly string[]): Promise<string | null> {
  const alternatives = await Promise.all(
    words.map(async (word) => alternativesFor(word, await finder.similarWords(word))),
  )
  if (alternatives.every((list) => list.length === 0)) return null
  return words
    .map((word, at) => {
      const own = lexeme(word) + (at === words.length - 1 ? ':*' : '')
      return `(${[own, ...(alternatives[at] ?? []).map(lexeme)].join(' | ')})`
    })
    .join(' & ')
}

const preference: readonly Kind[] = ['artist', 'track', 'album', 'playlist']

function resultOf(found: ReadonlyMap<Kind, Found>): SearchResult {
  const byKind = new Map<Kind, KindResult>()
  let total = 0
  for (const [kind, { ids, total: count }] of found) {
    byKind.set(kind, { ids, total: count, ...(count >= matchesMax ? { capped: true } : {}) })
    total += count
  }
  const [best] = preference
    .flatMap((type) => {
      const first = found.get(type)
      return first?.rank == null ? [] : [{ type, id: first.ids[0] as string, rank: first.rank }]
    })
    .sort((a, b) => a.rank - b.rank)
  return { byKind, best: best ? { type: best.type, id: best.id } : null, total }
}
