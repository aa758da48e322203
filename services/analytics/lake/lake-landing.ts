/**
 * The consumer `lake`: reads every topic on from where the newest manifest says, writes files, then commits files and
 * offsets as the next manifest. A crash in between leaves files that no manifest names; they are swept. So events land
 * exactly once, whatever happens when.
 */
import type { EventType } from '@backbeat/contracts/envelope'
import { BackbeatError } from '@backbeat/contracts/errors'
import type { TopicPartition } from '@backbeat/ports/event-log'
import type { ObjectStore } from '@backbeat/ports/object-store'
import type { Clock } from '@backbeat/runtime/clock'
import type { Logger } from '@backbeat/runtime/log'
import { pauseFor, retryPauses } from '@backbeat/runtime/retry-pauses'
import { createBatch, type LakeBatch } from './lake-batch.ts'
import { writeFiles } from './lake-files.ts'
import {
  commitManifest,
  gapsMax,
  heldTotals,
  loadManifest,
  type Manifest,
  sealDays,
} from './lake-manifest.ts'
import type { LakeMeter } from './lake-meter.ts'
import { type LakeSource, readEvents } from './lake-reader.ts'
import { createSweeper, type Sweeper } from './lake-sweeper.ts'

const dayMs = 86_400_000

export interface LandingOptions extends LakeSource {
  objects: ObjectStore
  types: readonly EventType[]
  clock: Clock
  log: Logger
  meter: LakeMeter
  /** How long events gather before they land. */
  flushMs: number
  /** How many may be in a commit. */
  rowsMax: number
}

export interface Landing {
  manifest(): Manifest
  /** Per topic, events between the manifest and the end of the log. */
  lag(): Promise<Record<string, number>>
  stop(): Promise<void>
}

export async function startLanding(options: LandingOptions): Promise<Landing> {
  const { codec, types, objects } = options
  await codec.ensureTopics(types)
  const partitions = await partitionsOf(options)
  const stopping = new AbortController()
  const state = { manifest: await loadManifest(objects) }
  const sweeper = createSweeper(objects, options.clock)
  const done = run({ ...options, partitions, state, sweeper, signal: stopping.signal })
  return {
    manifest: () => state.manifest,
    async lag() {
      const lags: Record<string, number> = {}
      for (const at of partitions) {
        const { end } = await options.events.offsets(at)
        lags[at.topic] = (lags[at.topic] ?? 0) + end - positionOf(state.manifest, at)
      }
      return lags
    },
    async stop() {
      stopping.abort()
      await done
    },
  }
}

interface Run extends LandingOptions {
  partitions: readonly TopicPartition[]
  state: { manifest: Manifest }
  sweeper: Sweeper
  signal: AbortSignal
}

async function run(context: Run): Promise<void> {
  const { state, objects, log, signal } = context
  const pauses = retryPauses()
  while (!signal.aborted) {
    try {
      await cycle(context)
      pauses.reset()
    } catch (error) {
      if (signal.aborted) return
      const retryInMs = pauses.next()
      log.error({ err: error, retryInMs }, 'the lake could not be written; trying again')
      await pauseFor(retryInMs, signal)
      // What was read is forgotten: the position is what the store says, perhaps by another writer's hand.
      state.manifest = await loadManifest(objects).catch(() => state.manifest)
    }
  }
}

async function cycle(context: Run): Promise<void> {
  const { state, sweeper, flushMs, rowsMax, signal, meter } = context
  await sweeper.step(state.manifest)
  const lag = await waitForEvents(context)
  if (lag === 0 || signal.aborted) return
  if (lag < rowsMax) await pauseFor(flushMs, signal)
  if (signal.aborted) return
  const startMs = performance.now()
  const batch = await collect(context)
  state.manifest = await land(context, batch)
  meter.landed(batch.rows(), (performance.now() - startMs) / 1_000)
  meter.gaps(batch.gaps.length)
  meter.totals(heldTotals(state.manifest))
}

async function land(context: Run, batch: LakeBatch): Promise<Manifest> {
  const { objects, state, clock, sweeper } = context
  const before = state.manifest
  const { added, replaced } = await writeFiles(context, batch.files(), before.files)
  for (const gap of batch.gaps) context.log.error(gap, 'events could not be read and are skipped')
  const next: Manifest = {
    ...before,
    version: before.version + 1,
    committedAt: clock(),
    offsets: movedOffsets(before, batch),
    files: [...before.files.filter((file) => !replaced.includes(file)), ...added],
    gaps: [...before.gaps, ...batch.gaps].slice(-gapsMax),
  }
  const yesterday = new Date(clock() - dayMs).toISOString().slice(0, 10)
  const sealed = await sealDays(objects, next, (dt) => dt < yesterday)
  await commitManifest(objects, sealed)
  sweeper.replaced(replaced)
  return sealed
}

function movedOffsets(manifest: Manifest, batch: LakeBatch): Manifest['offsets'] {
  const offsets = structuredClone(manifest.offsets)
  for (const [name, next] of batch.nextOffsets) {
    const slash = name.lastIndexOf('/')
    const topic = name.slice(0, slash)
    const partition = Number(name.slice(slash + 1))
    const row = offsets[topic] ?? []
    while (row.length <= partition) row.push(0)
    row[partition] = next
    offsets[topic] = row
  }
  return offsets
}

/** Reads until the log's end or a commit's fill; begins elsewhere each time, so that no topic waits for another. */
async function collect(context: Run): Promise<LakeBatch> {
  const { partitions, state, rowsMax } = context
  const batch = createBatch()
  const turn = state.manifest.version % partitions.length
  for (const at of [...partitions.slice(turn), ...partitions.slice(0, turn)]) {
    const { end } = await context.events.offsets(at)
    let offset = positionOf(state.manifest, at)
    while (offset < end && batch.rows() < rowsMax) {
      const read = await readEvents(context, at, offset)
      if (read.nextOffset <= offset) break
      batch.add(at, read.events, read.nextOffset)
      batch.gaps.push(...read.gaps)
      offset = read.nextOffset
    }
  }
  return batch
}

/** The events that wait to land; if there are none, waits for one. */
async function waitForEvents(context: Run): Promise<number> {
  const { partitions, state, events, signal } = context
  let lag = 0
  for (const at of partitions) {
    const position = positionOf(state.manifest, at)
    const { end } = await events.offsets(at)
    if (position > end) throw aheadOfLog(at, position, end)
    lag += end - position
  }
  context.meter.lag(lag)
  if (lag > 0) return lag
  const found = new AbortController()
  const either = AbortSignal.any([found.signal, signal])
  const polls = partitions.map((at) =>
    events.read(at, positionOf(state.manifest, at), {
      waitMs: 30_000,
      bytesMax: 1,
      signal: either,
    }),
  )
  const first = await Promise.race(polls).finally(() => found.abort())
  await Promise.allSettled(polls)
  return first.records.length
}

/** Never guessed away: the log was lost or replaced under a lake that knows more. */
function aheadOfLog(at: TopicPartition, position: number, end: number): BackbeatError {
  const message = `The lake has read ${at.topic}/${at.partition} to ${position}, but it ends at ${end}.`
  return new BackbeatError('offset-out-of-range', message)
}

const positionOf = (manifest: Manifest, { topic, partition }: TopicPartition): number =>
  manifest.offsets[topic]?.[partition] ?? 0

async function partitionsOf({ events, types }: LandingOptions): Promise<TopicPartition[]> {
  const topics = (await events.topics()).filter(({ name }) =>
    (types as readonly string[]).includes(name),
  )
  return topics.flatMap(({ name, partitions }) =>
    Array.from({ length: partitions }, (_, partition) => ({ topic: name, partition })),
  )
}
