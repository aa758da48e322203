/** The lake's figures: `backbeat_lake_*`. */
import type { Metrics } from '@backbeat/runtime/metrics'

export interface LakeMeter {
  landed(events: number, seconds: number): void
  lag(events: number): void
  gaps(count: number): void
  totals(of: { files: number; rows: number; bytes: number }): void
}

export function createLakeMeter(metrics: Metrics): LakeMeter {
  const events = metrics.counter('backbeat_lake_events_total', 'Events landed in the lake.')
  const gaps = metrics.counter('backbeat_lake_gaps_total', 'Ranges skipped as unreadable.')
  const lag = metrics.gauge('backbeat_lake_lag_events', 'Events that have not landed yet.')
  const files = metrics.gauge('backbeat_lake_files', 'Files in the lake.')
  const rows = metrics.gauge('backbeat_lake_rows', 'Events in the lake.')
  const bytes = metrics.gauge('backbeat_lake_bytes', 'Bytes of files in the lake.')
  const flush = metrics.histogram('backbeat_lake_flush_seconds', 'Time from reading to commit.')
  return {
    landed(count, seconds) {
      events.inc(count)
      flush.observe(seconds)
    },
    lag: (count) => lag.set(count),
    gaps: (count) => gaps.inc(count),
    totals(of) {
      files.set(of.files)
      rows.set(of.rows)
      bytes.set(of.bytes)
    },
  }
}
