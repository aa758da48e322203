/**
 * Writes a range of an object to a response: what is in memory in large corked bursts, what is not chunk by chunk with
 * the next one read ahead. Resolves when all is handed to the socket or the client is gone.
 */
import type { ServerResponse } from 'node:http'
import type { ByteRange, ObjectInfo } from '@backbeat/ports/object-store'
import { chunkAt, chunkBytes, type HotObjects } from './hot-objects.ts'

/** Bytes handed to the socket at once. */
const burstBytes = 1024 * 1024

export interface Progress {
  /** Handed on to the network; what a client that left early got at most, give or take its socket's buffer. */
  bytes: number
}

export async function sendBytes(
  response: ServerResponse,
  hot: HotObjects,
  object: ObjectInfo,
  range: ByteRange,
  progress: Progress,
): Promise<void> {
  let at = range.start
  while (at <= range.end && !response.destroyed) {
    const first = hot.peek(object, chunkAt(at)) ?? (await readAhead(hot, object, at, range.end))
    if (response.destroyed) return
    response.cork()
    at += write(response, first, at, range.end)
    let burst = first.byteLength
    while (at <= range.end && burst < burstBytes) {
      const next = hot.peek(object, chunkAt(at))
      if (!next) break
      burst += next.byteLength
      at += write(response, next, at, range.end)
    }
    response.uncork()
    if (at <= range.end && response.writableNeedDrain) await drained(response)
    if (!response.destroyed) progress.bytes = at - range.start
  }
}

/** Sends the chunk's part of the range from `at` on; returns its length. */
function write(response: ServerResponse, chunk: Uint8Array, at: number, end: number): number {
  const offset = at % chunkBytes
  const part = chunk.subarray(offset, offset + end - at + 1)
  response.write(part)
  return part.byteLength
}

/** The chunk at `at`; the one after it is on its way when this one arrives. */
function readAhead(
  hot: HotObjects,
  object: ObjectInfo,
  at: number,
  end: number,
): Promise<Uint8Array> {
  const chunk = hot.chunk(object, chunkAt(at))
  const next = (chunkAt(at) + 1) * chunkBytes
  // A failure shows again when its turn comes.
  if (next <= end) hot.chunk(object, chunkAt(next)).catch(() => undefined)
  return chunk
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
}
