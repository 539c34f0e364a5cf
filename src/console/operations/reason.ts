import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { ReasonedAct } from '../../registry/audit.ts'
import { actorOfOperator, type Operator } from '../../registry/operators/operator.ts'

export const REASON_MAX = 500
/** What a screen would act upon or nobody sees: line ends, controls, marks of direction, half characters. */
const UNSEEN = /[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]+/gu

/** Who acts and why, for the audit. Refuses: SLU-INPUT (no reason, or a novel). */
export function reasonedAct(operator: Operator, written: string): Result<ReasonedAct, Refusal> {
  const reason = reasonIn(written)
  return reason.ok ? ok({ actor: actorOfOperator(operator), reason: reason.value }) : reason
}

/** rule 22.12: a reason is one line of what people see, for it stands in the audit for ever and on many screens. Refuses: SLU-INPUT. */
export function reasonIn(written: string): Result<string, Refusal> {
  const text = written.replaceAll(UNSEEN, ' ').trim()
  return text === '' || [...text].length > REASON_MAX ? no(REASON_NEEDED) : ok(text)
}

export const REASON_NEEDED = refusal(
  'SLU-INPUT',
  `The reason is missing or longer than ${REASON_MAX} characters.`,
  'Say why in a sentence or two.',
  { key: 'reasonNeeded' },
)
