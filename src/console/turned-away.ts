/** rule 21.3: somebody who is signed in asked for what is not his to do, and that is in the audit. */
import type { Refusal } from '../base/refusal.ts'
import { writeAudit } from '../registry/audit.ts'
import { actorOfOperator } from '../registry/operators/operator.ts'
import type { Guarded } from './admit.ts'
import type { Visit } from './ask.ts'

export async function recordTurnedAway(
  { method, path }: Guarded,
  { signedIn, ground, traceId }: Pick<Visit, 'signedIn' | 'ground' | 'traceId'>,
  refused: Refusal,
): Promise<void> {
  if (!signedIn || refused.code !== 'SLU-RIGHTS') return
  const { operator } = signedIn
  await ground.database.transaction((tx) =>
    writeAudit(tx, {
      ...{ actor: actorOfOperator(operator), action: 'console.refused', subject: `operator:${operator.name}` },
      reason: refused.told?.key ?? refused.code,
      detail: { route: `${method} ${path}`, role: operator.role, traceId },
    }),
  )
}
