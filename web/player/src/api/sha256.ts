/**
 * SHA-256 for the code challenge. Browsers offer `crypto.subtle` on https and localhost only; a player at
 * `http://192.168.…` in the living room needs the plain computation below.
 */
export async function sha256(text: string): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  if (globalThis.crypto?.subtle) {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  }
  return sha256Plain(bytes)
}

/** FIPS 180-4, one block after the other. */
export function sha256Plain(message: Uint8Array): Uint8Array {
  const { constants, state } = tables()
  const padded = pad(message)
  for (let start = 0; start < padded.byteLength; start += 64)
    compress(state, constants, padded, start)
  const out = new DataView(new ArrayBuffer(32))
  state.forEach((word, index) => {
    out.setUint32(index * 4, word)
  })
  return new Uint8Array(out.buffer)
}

function pad(message: Uint8Array): DataView {
  const blocks = Math.ceil((message.length + 9) / 64)
  const bytes = new Uint8Array(blocks * 64)
  bytes.set(message)
  bytes[message.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setUint32(bytes.length - 8, Math.floor((message.length * 8) / 2 ** 32))
  view.setUint32(bytes.length - 4, (message.length * 8) >>> 0)
  return view
}

function compress(state: Uint32Array, constants: Uint32Array, view: DataView, start: number): void {
  const w = schedule(view, start)
  const v = Uint32Array.from(state)
  const at = (index: number): number => v[index] ?? 0
  for (let round = 0; round < 64; round++) {
    const e = at(4)
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const choice = (e & at(5)) ^ (~e & at(6))
    const first = (at(7) + big1 + choice + (constants[round] ?? 0) + (w[round] ?? 0)) >>> 0
    const a = at(0)
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const majority = (a & at(1)) ^ (a & at(2)) ^ (at(1) & at(2))
    v.copyWithin(1, 0, 7)
    v[4] = (at(4) + first) >>> 0
    v[0] = (first + big0 + majority) >>> 0
  }
  for (let index = 0; index < 8; index++) state[index] = ((state[index] ?? 0) + at(index)) >>> 0
}

function schedule(view: DataView, start: number): Uint32Array {
  const w = new Uint32Array(64)
  for (let index = 0; index < 16; index++) w[index] = view.getUint32(start + index * 4)
  for (let index = 16; index < 64; index++) {
    const before15 = w[index - 15] ?? 0
    const before2 = w[index - 2] ?? 0
    const small0 = rotate(before15, 7) ^ rotate(before15, 18) ^ (before15 >>> 3)
    const small1 = rotate(before2, 17) ^ rotate(before2, 19) ^ (before2 >>> 10)
    w[index] = ((w[index - 16] ?? 0) + small0 + (w[index - 7] ?? 0) + small1) >>> 0
  }
  return w
}

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits))

/** The first 32 bits of the fractions of the square (state) and cube (constants) roots of the first primes. */
function tables(): { constants: Uint32Array; state: Uint32Array } {
  const primes: number[] = []
  for (let n = 2; primes.length < 64; n++)
    if (primes.every((prime) => n % prime !== 0)) primes.push(n)
  const fraction = (root: number): number => Math.floor((root - Math.floor(root)) * 2 ** 32)
  return {
    constants: Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime))),
    state: Uint32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime))),
  }
}
