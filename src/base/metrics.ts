import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/**
 * The process's metrics; `prom-client`'s only home. Labels have few values; ids belong in the log. With `ofProcess` those of Node itself are
 * among them: memory, processor time, garbage collection, delay of the event loop.
 */
export type Metrics = {
  counter(
    name: string,
    help: string,
    labels?: readonly string[],
  ): (labels?: Record<string, string>, by?: number) => void
  gauge(
    name: string,
    help: string,
    labels?: readonly string[],
  ): (value: number, labels?: Record<string, string>) => void
  histogram(
    name: string,
    help: string,
    bucketsSeconds: readonly number[],
    labels?: readonly string[],
  ): (seconds: number, labels?: Record<string, string>) => void
  /** Called before each scrape, for values that are read rather than counted. */
  beforeScrape(read: () => Promise<void>): void
  /** The Prometheus text exposition. */
  text(): Promise<string>
}

/** Between two looks at the event loop's delay. */
const LOOP_MILLISECONDS = 50

export function createMetrics({ ofProcess = false }: { readonly ofProcess?: boolean } = {}): Metrics {
  const register = new Registry()
  const registers = [register]
  if (ofProcess) collectDefaultMetrics({ register, eventLoopMonitoringPrecision: LOOP_MILLISECONDS })
  const readers: (() => Promise<void>)[] = []
  return {
    counter(name, help, labelNames = []) {
      const counter = new Counter({ name, help, labelNames: [...labelNames], registers })
      return (labels = {}, by = 1) => counter.inc(labels, by)
    },
    gauge(name, help, labelNames = []) {
      const gauge = new Gauge({ name, help, labelNames: [...labelNames], registers })
      return (value, labels = {}) => gauge.set(labels, value)
    },
    histogram(name, help, bucketsSeconds, labelNames = []) {
      const histogram = new Histogram({
        name,
        help,
        labelNames: [...labelNames],
        buckets: [...bucketsSeconds],
        registers,
      })
      return (seconds, labels = {}) => histogram.observe(labels, seconds)
    },
    beforeScrape: (read) => void readers.push(read),
    async text() {
      // Each by itself: while the database is away, all that does not need it is measured, and more wanted than ever.
      await Promise.allSettled(readers.map((read) => read()))
      return (await Promise.all(registers.map((register) => register.metrics()))).join('\n')
    },
  }
}
