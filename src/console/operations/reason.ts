import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { ReasonedAct } from '../../registry/audit.ts'
import { actorOfOperator, type Operator } from '../../registry/operators/operator.ts'

const LENGTH_MAX = 500

/** Who acts and why, for the audit. Refuses: SLU-INPUT (no reason, or a novel). */
export function reasonedAct(operator: Operator, reason: string): Result<ReasonedAct, Refusal> {
  const text = reason.trim()
  if (text === '' || text.length > LENGTH_MAX) return no(REASON_NEEDED)
  return ok({ actor: actorOfOperator(operator), reason: text })
}

export const REASON_NEEDED = refusal(
  'SLU-INPUT',
  'The reason is missing or longer than 500 characters.',
  'Say why in a sentence or two.',
  { key: 'reasonNeeded' },
)
