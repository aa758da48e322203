/** Bytes that grow by doubling. */
export class ByteBuffer {
  length = 0
  #bytes = Buffer.allocUnsafeSlow(64)

  view(): Buffer {
    return this.#bytes.subarray(0, this.length)
  }

  addByte(value: number): void {
    const at = this.#take(1)
    this.#bytes[at] = value
  }

  addUInt32(value: number): void {
    const at = this.#take(4)
    this.#bytes.writeUInt32LE(value, at)
  }

  addInt32(value: number): void {
    const at = this.#take(4)
    this.#bytes.writeInt32LE(value, at)
  }

  /** A whole number of up to 53 bits. */
  addInt64(value: number): void {
    const at = this.#take(8)
    this.#bytes.writeUInt32LE((value % 2 ** 32) >>> 0, at)
    this.#bytes.writeInt32LE(Math.floor(value / 2 ** 32), at + 4)
  }

  addDouble(value: number): void {
    const at = this.#take(8)
    this.#bytes.writeDoubleLE(value, at)
  }

  /** UTF-8 after its length in four bytes. */
  addString(text: string): void {
    this.#reserve(4 + text.length * 3)
    const bytes = this.#bytes.write(text, this.length + 4, 'utf8')
    this.#bytes.writeUInt32LE(bytes, this.length)
    this.length += 4 + bytes
  }

  #take(bytes: number): number {
    this.#reserve(bytes)
    const at = this.length
    this.length += bytes
    return at
  }

  #reserve(bytes: number): void {
    const needed = this.length + bytes
    if (needed <= this.#bytes.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2))
    grown.set(this.view())
    this.#bytes = grown
  }
}
