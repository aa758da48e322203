/**
 * Answers that depend on the catalog alone, kept as text under the catalog's version: each request asks the catalog for
 * its version, which costs next to nothing, so an import is seen at once. Without a version nothing is kept.
 */
import { LRUCache } from 'lru-cache'
import type { Peers } from './api/peers.ts'

export interface HotAnswers {
  /** The kept answer for this path and query, or that of `make`, kept from now on if it is a 200 of moderate size. */
  answer(key: string, make: () => Promise<Response>): Promise<Response>
}

const charsMax = 24 * 1024 * 1024
/** Larger ones would push out too many others. */
const answerCharsMax = 512 * 1024

export function createHotAnswers({ catalog }: Pick<Peers, 'catalog'>): HotAnswers {
  const kept = new LRUCache<string, string>({
    maxSize: charsMax,
    sizeCalculation: (text, key) => text.length + key.length + 100,
  })
  let keptVersion = ''
  return {
    async answer(key, make) {
      const version = await versionOf(catalog)
      if (version === null) return await make()
      if (version !== keptVersion) {
        kept.clear()
        keptVersion = version
      }
      const text = kept.get(key)
      if (text !== undefined) return hotReply(text)
      const response = await make()
      if (response.status !== 200) return response
      const made = await response.text()
      // What was read while an import wrote is kept under no version.
      if (version === keptVersion && made.length <= answerCharsMax) kept.set(key, made)
      return hotReply(made)
    },
  }
}

async function versionOf(catalog: Peers['catalog']): Promise<string | null> {
  const answer = await catalog.find<{ version: string }>('/version', null).catch(() => null)
  return answer?.version ?? null
}

const hotReply = (text: string): Response =>
  new Response(text, { headers: { 'content-type': 'application/json; charset=utf-8' } })
