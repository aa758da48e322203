/**
 * Which partition a key belongs to: murmur2 as Kafka's default partitioner computes it (KIP-480, `Utils.murmur2` in
 * Apache Kafka), so that Kafka tools and a later Kafka adapter put a key where this log does.
 */
export const partitionOf = (key: string, partitions: number): number =>
  (murmur2(Buffer.from(key, 'utf8')) & 0x7fffffff) % partitions

const multiplier = 0x5bd1e995
const seed = 0x9747b28c

/** Signed 32 bits, like Java's `int`. */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length
  const whole = length & ~3
  let hash = seed ^ length
  for (let i = 0; i < whole; i += 4) {
    let word = byte(bytes, i) | (byte(bytes, i + 1) << 8)
    word |= (byte(bytes, i + 2) << 16) | (byte(bytes, i + 3) << 24)
    word = Math.imul(word, multiplier)
    word ^= word >>> 24
    hash = Math.imul(hash, multiplier) ^ Math.imul(word, multiplier)
  }
  const rest = length - whole
  if (rest === 3) hash ^= byte(bytes, whole + 2) << 16
  if (rest >= 2) hash ^= byte(bytes, whole + 1) << 8
  if (rest >= 1) hash = Math.imul(hash ^ byte(bytes, whole), multiplier)
  hash ^= hash >>> 13
  hash = Math.imul(hash, multiplier)
  return hash ^ (hash >>> 15)
}

const byte = (bytes: Uint8Array, index: number): number => bytes[index] as number
