import type { Say } from '../../texts.ts'
import type { BreakerState } from '../../watch/watch.ts'

export function whyHeld(t: Say, { failures, lastError }: Pick<BreakerState, 'failures' | 'lastError'>): string {
  return t('need.breaker.why', { count: failures, error: lastError ?? '–' })
}
