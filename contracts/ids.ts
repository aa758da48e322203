/**
 * Public ids: 128 bits as 22 base62 characters, since Spotify's clients reject dashes. Database and API carry the same
 * string. Events carry UUIDs, as other systems expect.
 */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const pattern = /^[0-9A-Za-z]{22}$/
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const isId = (value: string): boolean => pattern.test(value)
export const isUuid = (value: string): boolean => uuidPattern.test(value)

/** 16 bytes → 22 base62 characters, most significant first. Throws a RangeError for another length. */
export function idFromBytes(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new RangeError(`an id has 16 bytes, not ${bytes.length}`)
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  let id = ''
  for (let i = 0; i < 22; i++) {
    id = alphabet[Number(value % 62n)] + id
    value /= 62n
  }
  return id
}

/** A new random id. */
export const newId = (): string => idFromBytes(crypto.getRandomValues(new Uint8Array(16)))

/** A new event id, a version 4 UUID. */
export const newEventId = (): string => crypto.randomUUID()
