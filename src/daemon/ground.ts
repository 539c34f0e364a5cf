import type { systemNow } from '../base/clock.ts'
import type { Failpoints } from '../base/failpoints.ts'
import type { Log } from '../base/log.ts'
import type { createMetrics } from '../base/metrics.ts'
import type { LiveConfig } from '../config/live.ts'
import type { Ending } from './ending.ts'

/** What every part is built from. */
export type Ground = {
  readonly live: LiveConfig
  readonly node: string
  readonly version: string
  readonly log: Log
  readonly metrics: ReturnType<typeof createMetrics>
  readonly now: typeof systemNow
  readonly ending: Ending
  /** Only where a test asked for them. */
  readonly failpoints?: Failpoints | undefined
}
