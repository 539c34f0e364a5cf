import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { ReasonedAct } from '../../registry/audit.ts'
import { actorOfOperator, type Operator } from '../../registry/operators/operator.ts'

export const REASON_MAX = 500

export function isReason(text: string): boolean {
  const { length } = text.trim()
  return length > 0 && length <= REASON_MAX
}

/** Who acts and why, for the audit. Refuses: SLU-INPUT (no reason, or a novel). */
export function reasonedAct(operator: Operator, reason: string): Result<ReasonedAct, Refusal> {
  return isReason(reason) ? ok({ actor: actorOfOperator(operator), reason: reason.trim() }) : no(REASON_NEEDED)
}

export const REASON_NEEDED = refusal(
  'SLU-INPUT',
  `The reason is missing or longer than ${REASON_MAX} characters.`,
  'Say why in a sentence or two.',
  { key: 'reasonNeeded' },
)
