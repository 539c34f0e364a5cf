import type { Now } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Metrics } from '../base/metrics.ts'
import type { StepDeps } from '../pipeline/steps.ts'

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600]

/** Events and figures of judging and answering. */
export function watchFlow({
  log,
  metrics,
  now,
}: {
  readonly log: Log
  readonly metrics: Metrics
  readonly now: Now
}): Pick<StepDeps, 'judged' | 'answered'> {
  const verdicts = metrics.counter('sluice_verdicts_total', 'Verdicts, by outcome.', ['environment', 'outcome'])
  const reasons = metrics.counter('sluice_rejection_reasons_total', 'Reasons of rejections, by code.', ['code'])
  const delay = metrics.histogram('sluice_answer_seconds', 'From seal to the answer in OUT, in seconds.', SECONDS, [
    'environment',
  ])
  return {
    judged({ submissionId: id }, { sender, environment, ticket, sealedAt, rawKey }, { outcome, reasons: why }) {
      const codes = why.map(({ code }) => code)
      verdicts({ environment, outcome })
      for (const code of codes) reasons({ code: String(code) })
      log.info('submission.judged', { id, sender, rawKey, ticket, outcome, codes, sealedAt })
    },
    answered({ submissionId: id }, { sender, environment, ticket, sealedAt }) {
      delay((now().getTime() - Date.parse(sealedAt)) / 1000, { environment })
      log.info('submission.acknowledged', { id, sender, ticket })
    },
  }
}
