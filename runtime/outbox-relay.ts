/**
 * Moves outbox rows to the event log: take (epoch and sequence become durable), append, delete. A crash after any step
 * is mended by doing it again; the log drops what it has by (producer, epoch, sequence). One relay per outbox works at
 * a time, held by an advisory lock; one that lost its lock unawares is fenced by the log through its older epoch.
 */
import { eventKey } from '@backbeat/contracts/envelope'
import type { AppendRecord } from '@backbeat/ports/event-log'
import pg from 'pg'
import type { OutboxOptions } from './outbox.ts'
import { beginRelayEpoch, deleteRows, type OutboxRow, takenRows, takeRows } from './outbox-store.ts'
import { pauseFor, retryPauses } from './retry-pauses.ts'

const batchMax = 1_000
/** Without a wake-up it looks this often: notifications are lost with a connection. */
const pollMs = 2_000

export interface RelayOptions extends OutboxOptions {
  channel: string
  producerId: string
}

export function startOutboxRelay(options: RelayOptions): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const signal = AbortSignal.any([stopping.signal, options.signal])
  const running = runRelay(options, signal)
  return {
    stop: () => {
      stopping.abort()
      return running
    },
  }
}

/** Begins anew, in a new epoch, after each failure. */
async function runRelay(options: RelayOptions, signal: AbortSignal): Promise<void> {
  const pauses = retryPauses()
  while (!signal.aborted) {
    const client = new pg.Client({ connectionString: options.databaseUrl })
    const lost = new AbortController()
    client.on('error', () => lost.abort())
    client.on('end', () => lost.abort())
    try {
      await client.connect()
      await relayWith(client, options, AbortSignal.any([signal, lost.signal]), pauses.reset)
    } catch (error) {
      if (!signal.aborted) options.log.warn({ err: error }, 'the outbox relay failed; trying again')
    } finally {
      await client.end().catch(() => undefined)
    }
    await pauseFor(pauses.next(), signal)
  }
}

async function relayWith(
  client: pg.Client,
  options: RelayOptions,
  signal: AbortSignal,
  succeeded: () => void,
): Promise<void> {
  const { db, channel, clock } = options
  const wake = wakeUps(client, channel)
  await client.query(`listen ${client.escapeIdentifier(channel)}`)
  while (!(await tryLock(client, channel))) {
    await pauseFor(pollMs, signal)
    if (signal.aborted) return
  }
  const next = { epoch: await beginRelayEpoch(db, clock()), sequence: 0 }
  await options.codec.ensureTopics()
  let left = await takenRows(db, batchMax)
  while (left.length > 0 && !signal.aborted) {
    await relayRows(options, left)
    left = await takenRows(db, batchMax)
  }
  while (!signal.aborted) {
    const rows = await takeRows(db, next, batchMax)
    next.sequence += rows.length
    if (rows.length > 0) await relayRows(options, rows)
    succeeded()
    if (rows.length < batchMax) await wake.wait(pollMs, signal)
  }
}

async function tryLock(client: pg.Client, channel: string): Promise<boolean> {
  const answer = await client.query<{ locked: boolean }>(
    'select pg_try_advisory_lock(hashtext($1)) as locked',
    [channel],
  )
  return answer.rows[0]?.locked === true
}

async function relayRows(options: RelayOptions, rows: readonly OutboxRow[]): Promise<void> {
  const receivedAt = options.clock()
  await options.events.append(rows.map((row) => toRecord(options, row, receivedAt)))
  await deleteRows(options.db, rows)
}

function toRecord(
  { codec, producerId }: RelayOptions,
  row: OutboxRow,
  receivedAt: number,
): AppendRecord {
  const { epoch, sequence, type, data, time } = row
  const userId = row.user_id
  const event = {
    id: row.event_id,
    type,
    time,
    receivedAt,
    producerId,
    epoch,
    sequence,
    userId,
    data,
  }
  return {
    topic: type,
    key: eventKey(event),
    value: codec.encode(event),
    timestampMs: receivedAt,
    dedupe: { producerId, epoch, sequence },
  }
}

/** Remembers a wake-up that came while nobody waited. */
function wakeUps(client: pg.Client, channel: string) {
  let pending = false
  let wakeWaiting: () => void = () => undefined
  client.on('notification', (message) => {
    if (message.channel !== channel) return
    pending = true
    wakeWaiting()
  })
  return {
    async wait(ms: number, signal: AbortSignal): Promise<void> {
      if (!pending) {
        const woken = new AbortController()
        wakeWaiting = () => woken.abort()
        await pauseFor(ms, AbortSignal.any([signal, woken.signal]))
      }
      pending = false
    },
  }
}
