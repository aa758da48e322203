/**
 * The tokens of this browser. In localStorage, not in memory alone: a player stays signed in across restarts, and all
 * tabs must see the same refresh token because each use replaces it. What that costs (a script on our origin could read
 * them) is paid for by the content security policy, which runs our own scripts only.
 */
export interface Tokens {
  accessToken: string
  refreshToken: string | null
  /** Needed to end the session at the identity service. */
  idToken: string | null
  /** Milliseconds since 1970, by this machine's clock. */
  expiresAt: number
  scopes: string[]
}

const key = 'backbeat.tokens'
const listeners = new Set<() => void>()
let cached: { text: string | null; tokens: Tokens | null } = { text: null, tokens: null }

export function readTokens(): Tokens | null {
  const text = localStorage.getItem(key)
  if (text !== cached.text) cached = { text, tokens: parse(text) }
  return cached.tokens
}

export function writeTokens(tokens: Tokens | null): void {
  if (tokens) localStorage.setItem(key, JSON.stringify(tokens))
  else localStorage.removeItem(key)
  for (const listener of listeners) listener()
}

/** Calls back when this or another tab signs in, out or refreshes. */
export function onTokens(listener: () => void): () => void {
  const onStorage = (event: StorageEvent): void => {
    if (event.key === key || event.key === null) listener()
  }
  listeners.add(listener)
  addEventListener('storage', onStorage)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', onStorage)
  }
}

function parse(text: string | null): Tokens | null {
  if (!text) return null
  try {
    const tokens = JSON.parse(text) as Partial<Tokens>
    return typeof tokens.accessToken === 'string' ? (tokens as Tokens) : null
  } catch {
    return null
  }
}
