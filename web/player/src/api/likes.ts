/**
 * Whether the listener likes a track, saved an album or follows an artist: one store for all rows, cards and the player
 * bar, so that a change shows everywhere at once. Questions of a moment are asked together, fifty ids a request.
 */
import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { get, request } from './client.ts'

export type LikeKind = 'track' | 'album' | 'artist'

interface Endpoint {
  contains: string
  path: string
  body: (ids: string[]) => unknown
}

const endpoints: Record<LikeKind, Endpoint> = {
  track: { contains: '/v1/me/tracks/contains', path: '/v1/me/tracks', body: (ids) => ids },
  album: { contains: '/v1/me/albums/contains', path: '/v1/me/albums', body: (ids) => ids },
  artist: {
    contains: '/v1/me/following/contains?type=artist',
    path: '/v1/me/following?type=artist',
    body: (ids) => ({ ids }),
  },
}

const batchSize = 50
const gatherMs = 15
const knownMax = 50_000

const known = new Map<string, boolean>()
const wanted: Record<LikeKind, Set<string>> = {
  track: new Set(),
  album: new Set(),
  artist: new Set(),
}
const listeners = new Set<() => void>()
const changes = new Set<(kind: LikeKind) => void>()
let gathering = false
let version = 0

/** Undefined until known. */
export function useLiked(kind: LikeKind, id: string | undefined): boolean | undefined {
  useEffect(() => {
    if (id) ask(kind, id)
  }, [kind, id])
  return useSyncExternalStore(subscribe, () => (id ? known.get(`${kind}:${id}`) : undefined))
}

/** For lists: a function that changes whenever any answer does. */
export function useTrackLikes(): (id: string) => boolean {
  const now = useSyncExternalStore(subscribe, () => version)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new function tells its readers to read again
  return useCallback(
    (id) => {
      if (id) ask('track', id)
      return known.get(`track:${id}`) ?? false
    },
    [now],
  )
}

/** Shows at once, tells the server, and takes it back when the server refuses (the promise rejects). */
export async function setLiked(kind: LikeKind, ids: string[], liked: boolean): Promise<void> {
  const before = ids.map((id) => known.get(`${kind}:${id}`))
  remember(kind, ids, () => liked)
  try {
    for (const part of batches(ids)) await send(kind, part, liked)
  } catch (error) {
    remember(kind, ids, (index) => before[index] ?? !liked)
    throw error
  }
  for (const changed of changes) changed(kind)
}

/** For answers that say it themselves, such as the liked songs list. */
export function rememberLiked(kind: LikeKind, ids: string[]): void {
  remember(kind, ids, () => true)
}

/** Called after a change arrived at the server, so that lists of likes can be read again. */
export function onLikesChanged(listener: (kind: LikeKind) => void): () => void {
  changes.add(listener)
  return () => changes.delete(listener)
}

function send(kind: LikeKind, ids: string[], liked: boolean): Promise<void> {
  const { path, body } = endpoints[kind]
  return request(path, { method: liked ? 'PUT' : 'DELETE', body: body(ids) })
}

function ask(kind: LikeKind, id: string): void {
  if (known.has(`${kind}:${id}`)) return
  wanted[kind].add(id)
  if (gathering) return
  gathering = true
  setTimeout(() => {
    gathering = false
    for (const each of Object.keys(wanted) as LikeKind[]) void answerWanted(each)
  }, gatherMs)
}

async function answerWanted(kind: LikeKind): Promise<void> {
  const ids = [...wanted[kind]]
  wanted[kind].clear()
  const answers = batches(ids).map(async (part) => {
    const [path = '', query] = endpoints[kind].contains.split('?')
    const flags = await get<boolean[]>(path, {
      ...Object.fromEntries(new URLSearchParams(query)),
      ids: part.join(','),
    })
    // What the listener changed meanwhile is newer than the answer.
    const open = part.map((id) => !known.has(`${kind}:${id}`))
    remember(
      kind,
      part.filter((_, index) => open[index]),
      (index) => flags.filter((_, at) => open[at])[index] ?? false,
    )
  })
  // An unknown heart stays empty; the next row that shows it asks again.
  await Promise.allSettled(answers)
}

function remember(kind: LikeKind, ids: string[], flag: (index: number) => boolean): void {
  if (ids.length === 0) return
  ids.forEach((id, index) => {
    known.set(`${kind}:${id}`, flag(index))
  })
  for (const key of known.keys()) {
    if (known.size <= knownMax) break
    known.delete(key)
  }
  version++
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function batches(ids: string[]): string[][] {
  const parts: string[][] = []
  for (let at = 0; at < ids.length; at += batchSize) parts.push(ids.slice(at, at + batchSize))
  return parts
}
