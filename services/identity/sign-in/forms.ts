/** Reading posted forms and the address they come from. */
import type { IncomingMessage } from 'node:http'
import { BackbeatError } from '@backbeat/contracts/errors'

const formBytesMax = 16_384

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('application/x-www-form-urlencoded')) {
    throw new BackbeatError('unsupported-media-type')
  }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length
    if (bytes > formBytesMax) throw new BackbeatError('too-large')
    chunks.push(chunk as Buffer)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

/**
 * Who is at the other end. Only a proxy on this machine is believed about whom it speaks for, and only as to the
 * address that it added itself, the last one.
 */
export function clientAddress(request: IncomingMessage): string {
  const peer = request.socket.remoteAddress ?? ''
  if (!/^(::1|(::ffff:)?127\.)/.test(peer)) return peer
  const forwarded = request.headers['x-forwarded-for']
  const last = (Array.isArray(forwarded) ? forwarded.join(',') : forwarded)?.split(',').at(-1)
  return last?.trim() || peer
}
