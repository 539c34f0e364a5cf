import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** The process's metrics; `prom-client`'s only home. Labels have few values; ids belong in the log. */
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

export function createMetrics(): Metrics {
  const registers = [new Registry()]
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
      await Promise.all(readers.map((read) => read()))
      return (await Promise.all(registers.map((register) => register.metrics()))).join('\n')
    },
  }
}
