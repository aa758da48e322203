/**
 * Follows one producer's spool. A file is named by epoch and number and never written again once a later one exists,
 * so neither inodes nor checksums are needed to know it. Its place moves only after the log has acknowledged; what a
 * crash makes it send again, the log drops by (producer, epoch, sequence). Bytes that can't be events are counted,
 * logged and, if whole lines, kept in `rejected.txt`.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { readEpoch } from '@backbeat/runtime/producer-identity'
import { pauseFor, retryPauses } from '@backbeat/runtime/retry-pauses'
import { watchFolder } from './folder-changes.ts'
import { isBefore, listSpoolFiles, removeDelivered, type SpoolFile } from './spool-files.ts'
import { shipFile } from './spool-shipment.ts'
import {
  createSpoolState,
  type SpoolOptions,
  type SpoolState,
  type SpoolStatus,
} from './spool-state.ts'

/** New lines are gathered for this long, so that an fsync serves many. */
const lingerMs = 10
const pollMs = 500

export function followSpool(options: SpoolOptions): { status(): SpoolStatus; done: Promise<void> } {
  const state = createSpoolState(options)
  return { status: state.status, done: follow(options, state) }
}

async function follow(options: SpoolOptions, state: SpoolState): Promise<void> {
  const { folder, signal } = options
  const pauses = retryPauses()
  const changes = watchFolder(folder, '.ndjson')
  let loaded = false
  while (!signal.aborted) {
    try {
      if (!loaded) await state.load()
      loaded = true
      const mayHaveMore = await shipOn(options, state)
      pauses.reset()
      if (mayHaveMore) continue
      await state.save()
      await changes.wait(pollMs, signal)
      await pauseFor(lingerMs, signal)
    } catch (error) {
      if (signal.aborted) break
      state.log.error({ err: error }, 'a spool could not be delivered; trying again')
      await pauseFor(pauses.next(), signal)
    }
  }
  changes.close()
  if (!loaded) return
  await state.save().catch((err) => state.log.warn({ err }, 'a checkpoint could not be written'))
}

/** Delivers what there is of the present file; true when there may be more at once. */
async function shipOn(options: SpoolOptions, state: SpoolState): Promise<boolean> {
  const { folder, signal } = options
  // Looked at before reading: a file that has a successor now will not grow any more.
  const files = await listSpoolFiles(folder)
  const newestEpoch = await readEpoch(folder)
  await removeDelivered(files, state.place)
  const file = files.find((candidate) => !isBefore(candidate, state.place))
  if (!file) return false
  if (isBefore(state.place, file)) state.place = { epoch: file.epoch, n: file.n, offset: 0 }
  const isFinal = file !== files.at(-1) || newestEpoch > file.epoch
  const handle = await open(file.path, 'r')
  try {
    await checkLength(handle, file, state)
    const rest = await shipFile({ ...options, state, handle, epoch: file.epoch })
    if (signal.aborted || !isFinal) return false
    if (rest > 0) reportTorn(file, rest, state)
  } finally {
    await handle.close()
  }
  state.place = { epoch: file.epoch, n: file.n + 1, offset: 0 }
  await state.save()
  await removeDelivered(files, state.place)
  return true
}

/** A file that shrank (a disk repaired, a backup put back) is read anew: the log knows what it has. */
async function checkLength(handle: FileHandle, file: SpoolFile, state: SpoolState): Promise<void> {
  const { size } = await handle.stat()
  if (size >= state.place.offset) return
  state.log.error({ ...file, size, ...state.place }, 'a spool file is shorter than it was')
  state.place = { ...state.place, offset: 0 }
}

function reportTorn(file: SpoolFile, bytes: number, state: SpoolState): void {
  state.counts.tornBytes += bytes
  state.log.warn({ ...file, bytes }, 'a spool ends within a line: its producer was killed')
}
