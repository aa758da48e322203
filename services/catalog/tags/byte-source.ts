/** Random access to a file's bytes: in memory when it is small enough, else by positioned reads. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

export interface ByteSource {
  size: number
  /** Up to `length` bytes from `position`; fewer at the end. Valid until the next call. */
  read(position: number, length: number): Buffer
  /** The whole file, if it is in memory. */
  whole: Buffer | null
  close(): void
}

const wholeBytesMax = 24 * 1024 * 1024
/** Reused from file to file: a worker reads one at a time. */
let buffer = Buffer.allocUnsafeSlow(1024 * 1024)

export function openSource(path: string): ByteSource {
  const fd = openSync(path, 'r')
  try {
    const { size } = fstatSync(fd)
    return size <= wholeBytesMax ? inMemory(fd, size) : onDisk(fd, size)
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

function inMemory(fd: number, size: number): ByteSource {
  const whole = fill(fd, 0, size)
  closeSync(fd)
  return {
    size: whole.length,
    whole,
    read: (position, length) => whole.subarray(position, position + length),
    close: () => undefined,
  }
}

function onDisk(fd: number, size: number): ByteSource {
  return {
    size,
    whole: null,
    read: (position, length) => fill(fd, position, Math.min(length, Math.max(0, size - position))),
    close: () => closeSync(fd),
  }
}

function fill(fd: number, position: number, length: number): Buffer {
  if (buffer.length < length) buffer = Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(length)))
  let filled = 0
  while (filled < length) {
    const count = readSync(fd, buffer, filled, length - filled, position + filled)
    if (count === 0) break
    filled += count
  }
  return buffer.subarray(0, filled)
}
