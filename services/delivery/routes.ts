/** HTTP in: batches of clients' events, and how delivery fares. */
import { BackbeatError } from '@backbeat/contracts/errors'
import { callerOf, jsonErrors } from '@backbeat/runtime/http'
import type { Logger } from '@backbeat/runtime/log'
import { Hono } from 'hono'
import { type BatchOptions, takeClientBatch } from './client-batch.ts'
import type { Tailer } from './spool/tailer.ts'

export const bodyBytesMax = 8 * 1024 * 1024
/** Bytes of bodies held at a time; more clients are asked to come again. */
const heldBytesMax = 128 * 1024 * 1024

const mediaTypes = [
  'application/x-ndjson',
  'application/json',
  'application/jsonl',
  'application/octet-stream',
  'text/plain',
  // What curl says of any data unless told otherwise.
  'application/x-www-form-urlencoded',
]

export function deliveryRoutes(options: BatchOptions & { tailer: Tailer; log: Logger }): Hono {
  const app = new Hono()
  let heldBytes = 0
  app.onError(jsonErrors(options.log))

  app.post('/events/v1/batches', async (context) => {
    const request = context.req.raw
    const { userId } = callerOf(request)
    requireMediaType(request.headers.get('content-type'))
    const announced = Number(request.headers.get('content-length') ?? 0)
    if (announced > bodyBytesMax) throw tooLarge()
    if (heldBytes > heldBytesMax) {
      throw new BackbeatError('unavailable', 'Too many events at once: send them again shortly.')
    }
    let held = 0
    try {
      const body = await readBody(request, (bytes) => {
        held += bytes
        heldBytes += bytes
      })
      return context.json(await takeClientBatch(body, userId, options))
    } finally {
      heldBytes -= held
    }
  })

  app.get('/status', (context) =>
    context.json({ ...options.meter.totals(), spools: options.tailer.status() }),
  )
  return app
}

const tooLarge = (): BackbeatError =>
  new BackbeatError('too-large', `A batch holds at most ${bodyBytesMax} bytes.`)

function requireMediaType(header: string | null): void {
  const type = header?.split(';', 1)[0]?.trim().toLowerCase()
  if (type && !mediaTypes.includes(type)) {
    throw new BackbeatError('unsupported-media-type', `Send application/x-ndjson, not ${type}.`)
  }
}

async function readBody(request: Request, hold: (bytes: number) => void): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.length
    if (length > bodyBytesMax) throw tooLarge()
    hold(chunk.length)
    chunks.push(chunk)
  }
  return chunks.length === 1 ? asBuffer(chunks[0] as Uint8Array) : Buffer.concat(chunks, length)
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
