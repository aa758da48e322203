/**
 * Knows which events were sent and which were acknowledged, and keeps posting batches from several clients at once. A
 * batch whose answer never came is sent again with the same ids, as the player does.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'

export interface SentEvent {
  id: string
  type: string
  time: string
  data: { trackId: string; playedMs?: number }
}

export interface Server {
  url: string
  /** One access token a listener. */
  tokens: readonly string[]
}

interface Batch {
  token: number
  events: SentEvent[]
}

const types = ['playback.track-played', 'playback.track-started', 'playback.track-skipped']

export function createOracle(options: { clients: number; eventsPerBatch: number }) {
  const issued = new Map<string, SentEvent>()
  const acknowledged = new Set<string>()
  const unanswered: Batch[] = []
  const inFlight = new Set<Batch>()
  let duplicates = 0
  let server: Server | null = null
  let ended = false
  let stopNew = false
  let wake: (() => void)[] = []

  const untilServer = async (): Promise<Server | null> => {
    while (!server && !ended) await new Promise<void>((resolve) => wake.push(resolve))
    return server
  }
  const wakeAll = (): void => {
    for (const resolve of wake) resolve()
    wake = []
  }

  const newBatch = (tokens: number): Batch => {
    const events = Array.from({ length: options.eventsPerBatch }, (_, i): SentEvent => {
      const data = { trackId: `track${i % 20}`, playedMs: 30_000 + i }
      const time = new Date().toISOString()
      return { id: randomUUID(), type: types[i % 3] as string, time, data }
    })
    for (const event of events) issued.set(event.id, event)
    return { token: Math.floor(Math.random() * tokens), events }
  }

  const post = async ({ url, tokens }: Server, batch: Batch): Promise<void> => {
    const response = await fetch(`${url}/events/v1/batches`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens[batch.token]}` },
      body: batch.events.map((event) => JSON.stringify(event)).join('\n'),
    })
    if (response.status >= 500) throw new Error(await response.text())
    const text = await response.text()
    assert.equal(response.status, 200, text)
    const answer = JSON.parse(text) as { accepted: number; duplicates: number; errors: unknown[] }
    assert.deepEqual(answer.errors, [])
    assert.equal(answer.accepted + answer.duplicates, batch.events.length)
    duplicates += answer.duplicates
    for (const { id } of batch.events) acknowledged.add(id)
  }

  const client = async (): Promise<void> => {
    for (;;) {
      const to = await untilServer()
      if (!to) return
      const batch = unanswered.shift() ?? (stopNew ? null : newBatch(to.tokens.length))
      if (!batch) return
      inFlight.add(batch)
      try {
        await post(to, batch)
      } catch (error) {
        unanswered.push(batch)
        if (error instanceof assert.AssertionError) throw error
        // The server was killed, or is going down: wait for the next one.
        if (server === to) server = null
      } finally {
        inFlight.delete(batch)
      }
    }
  }
  const clients = Array.from({ length: options.clients }, client)
  const failed = Promise.all(clients)
  failed.catch(() => undefined)

  return {
    issued,
    acknowledged,
    /** Events that were already durable when they were sent again: their kill came between fsync and answer. */
    duplicates: () => duplicates,
    requestsInFlight: () => inFlight.size,
    serve(to: Server): void {
      server = to
      wakeAll()
    },
    gone(): void {
      server = null
    },
    /** Sends what is unanswered, nothing new; resolves when all is acknowledged. */
    async finish(): Promise<void> {
      stopNew = true
      wakeAll()
      await failed
      assert.equal(acknowledged.size, issued.size)
    },
    end(): void {
      ended = true
      wakeAll()
    },
  }
}
