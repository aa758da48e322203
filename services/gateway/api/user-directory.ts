/** Names of users by id, remembered for a minute: every playlist shows its owner's. */
import { LRUCache } from 'lru-cache'
import type { Origin, Peers } from './peers.ts'

export interface KnownUser {
  id: string
  name: string
}

export interface UserDirectory {
  /** Null for unknown. */
  find(id: string, origin: Origin): Promise<KnownUser | null>
  /** The name, or the id where there is none. */
  nameOf(id: string, origin: Origin): Promise<string>
}

const usersMax = 10_000
const ttlMs = 60_000

export function createUserDirectory({ identity }: Peers): UserDirectory {
  const known = new LRUCache<string, KnownUser>({ max: usersMax, ttl: ttlMs })
  const find = async (id: string, origin: Origin): Promise<KnownUser | null> => {
    const remembered = known.get(id)
    if (remembered) return remembered
    const path = `/users/${encodeURIComponent(id)}`
    const user = await identity.find<{ id: string; name: string }>(path, origin)
    if (!user) return null
    const found = { id: user.id, name: user.name }
    known.set(id, found)
    return found
  }
  return {
    find,
    nameOf: async (id, origin) => (await find(id, origin).catch(() => null))?.name ?? id,
  }
}
