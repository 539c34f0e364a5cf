/** rule 21.3: somebody who is signed in asked for what is not his to do, and that is in the audit. */
import type { Refusal } from '../base/refusal.ts'
import { recordRefusedOperator } from '../registry/operators/refused-operator.ts'
import type { Guarded } from './admit.ts'
import type { Visit } from './ask.ts'

export async function recordTurnedAway(
  { method, path }: Guarded,
  { signedIn, ground, traceId }: Pick<Visit, 'signedIn' | 'ground' | 'traceId'>,
  refused: Refusal,
): Promise<void> {
  if (!signedIn || refused.code !== 'SLU-RIGHTS') return
  const { operatorId, operator } = signedIn
  const told = { operatorId, operator, why: refused.told?.key ?? refused.code, route: `${method} ${path}`, traceId }
  await recordRefusedOperator(ground.database, told, ground.limits.refusalsPerHour())
}
