/** The log's own figures: `backbeat_log_*`. */
import type { AppendResult } from '@backbeat/ports/event-log'
import type { Metrics } from '@backbeat/runtime/metrics'

export interface LogMeter {
  appended(results: readonly AppendResult[], bytes: number): void
  committed(seconds: number): void
}

export function logMeter(metrics: Metrics | undefined): LogMeter {
  if (!metrics) return { appended: () => undefined, committed: () => undefined }
  const records = metrics.counter('backbeat_log_records_total', 'Records appended.')
  const duplicates = metrics.counter('backbeat_log_duplicates_total', 'Records refused as known.')
  const stored = metrics.counter('backbeat_log_bytes_total', 'Bytes appended.')
  const commits = metrics.histogram(
    'backbeat_log_commit_seconds',
    'Time of a group commit with its fsync.',
    [],
    [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2],
  )
  return {
    appended(results, bytes) {
      let known = 0
      for (const { duplicate } of results) if (duplicate) known++
      records.inc(results.length - known)
      duplicates.inc(known)
      stored.inc(bytes)
    },
    committed: (seconds) => commits.observe(seconds),
  }
}
