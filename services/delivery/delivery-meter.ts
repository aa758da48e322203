/** What delivery took, dropped as duplicate and refused, for /metrics and /status. */
import { isEventType } from '@backbeat/contracts/envelope'
import type { AppendRecord, AppendResult } from '@backbeat/ports/event-log'
import type { Metrics } from '@backbeat/runtime/metrics'
import type { Delivered } from './event-delivery.ts'

export type Road = 'client' | 'spool'

export interface DeliveryMeter {
  delivered(
    road: Road,
    records: readonly AppendRecord[],
    results: readonly AppendResult[],
    tookMs: number,
  ): Delivered
  rejected(road: Road, type: unknown): void
  totals(): { accepted: number; duplicates: number; rejected: number }
}

export function createDeliveryMeter(metrics: Metrics): DeliveryMeter {
  const totals = { accepted: 0, duplicates: 0, rejected: 0 }
  const events = metrics.counter(
    'backbeat_delivery_events_total',
    'Events by type, road (client, spool) and outcome (accepted, duplicate, rejected)',
    ['type', 'road', 'outcome'],
  )
  const seconds = metrics.histogram(
    'backbeat_delivery_ack_seconds',
    'Time from the append of a batch until it is durable',
    ['road'],
  )
  return {
    delivered(road, records, results, tookMs) {
      const byType = new Map<string, Delivered>()
      for (let i = 0; i < records.length; i++) {
        const type = (records[i] as AppendRecord).topic
        const counts = byType.get(type) ?? { accepted: 0, duplicates: 0 }
        byType.set(type, counts)
        if (results[i]?.duplicate) counts.duplicates++
        else counts.accepted++
      }
      const sum = { accepted: 0, duplicates: 0 }
      for (const [type, { accepted, duplicates }] of byType) {
        if (accepted > 0) events.inc({ type, road, outcome: 'accepted' }, accepted)
        if (duplicates > 0) events.inc({ type, road, outcome: 'duplicate' }, duplicates)
        sum.accepted += accepted
        sum.duplicates += duplicates
      }
      totals.accepted += sum.accepted
      totals.duplicates += sum.duplicates
      seconds.observe({ road }, tookMs / 1000)
      return sum
    },
    rejected(road, type) {
      totals.rejected++
      // Only known types become label values: a client must not be able to make metrics grow.
      const label = typeof type === 'string' && isEventType(type) ? type : 'unknown'
      events.inc({ type: label, road, outcome: 'rejected' })
    },
    totals: () => ({ ...totals }),
  }
}
