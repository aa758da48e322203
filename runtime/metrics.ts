/** Prometheus metrics of one process. Every service receives the same registry; names start with `backbeat_`. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  registry: Registry
  counter(name: string, help: string, labels?: string[]): Counter
  gauge(name: string, help: string, labels?: string[]): Gauge
  histogram(name: string, help: string, labels?: string[], buckets?: number[]): Histogram
}

/** Asking twice for a name returns the same metric. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const once = <T>(name: string, make: () => T): T =>
    (registry.getSingleMetric(name) as T | undefined) ?? make()
  const base = { registers: [registry] }
  return {
    registry,
    counter: (name, help, labelNames = []) =>
      once(name, () => new Counter({ ...base, name, help, labelNames })),
    gauge: (name, help, labelNames = []) =>
      once(name, () => new Gauge({ ...base, name, help, labelNames })),
    histogram: (name, help, labelNames = [], buckets = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10]) =>
      once(name, () => new Histogram({ ...base, name, help, labelNames, buckets })),
  }
}
