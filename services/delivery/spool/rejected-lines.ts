/** Lines of a spool that can't be delivered, kept beside it with the reason: nothing vanishes without a trace. */
import { appendFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '@backbeat/runtime/log'

const keptBytesMax = 16 * 1024 * 1024
const logEveryMs = 10_000

export function createRejectedLines(folder: string, log: Logger) {
  const path = join(folder, 'rejected.txt')
  let size: number | undefined
  let loggedAt = Number.NEGATIVE_INFINITY
  return {
    async keep(rejected: { epoch: number; fault: string; text: string }): Promise<void> {
      size ??= await stat(path).then(
        (found) => found.size,
        () => 0,
      )
      if (performance.now() - loggedAt > logEveryMs) {
        loggedAt = performance.now()
        log.error({ fault: rejected.fault, path }, 'a spool line is no valid event')
      }
      if (size > keptBytesMax) return
      const line = `${JSON.stringify(rejected)}\n`
      size += line.length
      await appendFile(path, line)
    },
  }
}
