/**
 * Turns a batch into objects. A file that is small beside the new rows of its hour is replaced by one of both, read
 * again from the log, so that a trickle of events does not leave a file each; the cost stays within a small factor of
 * what comes in, as in a log-structured merge.
 */
import type { ObjectStore } from '@backbeat/ports/object-store'
import type { OpenFile } from './lake-batch.ts'
import { addEvent, hourMs, hourNumber, openFile } from './lake-batch.ts'
import { fileKey, type LakeFile } from './lake-manifest.ts'
import { type LakeSource, readEvents } from './lake-reader.ts'

const mergeFactor = 4
const mergedRowsMax = 20_000
const writersMax = 4

export interface WrittenFiles {
  added: LakeFile[]
  replaced: LakeFile[]
}

export async function writeFiles(
  source: LakeSource & { objects: ObjectStore },
  open: readonly OpenFile[],
  present: readonly LakeFile[],
): Promise<WrittenFiles> {
  const written: WrittenFiles = { added: [], replaced: [] }
  const waiting = [...open]
  const writer = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const replaced = replaceable(next.file, present)
      const merged = replaced.length > 0 ? await mergeFromLog(source, next.file, replaced) : null
      written.added.push(await putFile(source.objects, merged ?? next))
      if (merged) written.replaced.push(...replaced)
    }
  }
  await Promise.all(Array.from({ length: writersMax }, writer))
  return written
}

/** The newest files of the same hour and partition, as long as they are not much larger than what follows them. */
function replaceable(file: LakeFile, present: readonly LakeFile[]): LakeFile[] {
  const before = present
    .filter((other) => isSameHour(other, file) && other.lastOffset < file.firstOffset)
    .sort((a, b) => b.lastOffset - a.lastOffset)
  const chosen: LakeFile[] = []
  let rows = file.rows
  for (const other of before) {
    const span = file.lastOffset - other.firstOffset + 1
    if (other.rows > rows * mergeFactor || span > mergedRowsMax) break
    chosen.push(other)
    rows += other.rows
  }
  return chosen
}

const isSameHour = (a: LakeFile, b: LakeFile): boolean =>
  a.topic === b.topic && a.partition === b.partition && a.dt === b.dt && a.hour === b.hour

/** Null if the log no longer yields every row, which a damaged batch can cause. */
async function mergeFromLog(
  source: LakeSource,
  file: LakeFile,
  replaced: readonly LakeFile[],
): Promise<OpenFile | null> {
  const at = { topic: file.topic, partition: file.partition }
  const rows = replaced.reduce((sum, other) => sum + other.rows, file.rows)
  let offset = Math.min(...replaced.map((other) => other.firstOffset))
  if (offset < (await source.events.offsets(at)).start) return null
  const hour = Date.parse(`${file.dt}T${file.hour}:00:00Z`) / hourMs
  let open: OpenFile | null = null
  while (offset <= file.lastOffset) {
    const read = await readEvents(source, at, offset)
    for (const event of read.events) {
      if (event.offset > file.lastOffset || hourNumber(event) !== hour) continue
      open ??= openFile(event)
      addEvent(open, event)
    }
    offset = read.nextOffset
  }
  return open?.file.rows === rows ? open : null
}

async function putFile(objects: ObjectStore, { file, content }: OpenFile): Promise<LakeFile> {
  const body = await content.finish()
  await objects.put(fileKey(file), body)
  return { ...file, bytes: body.length }
}
