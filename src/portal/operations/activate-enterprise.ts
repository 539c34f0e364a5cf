/** Activation by the session that there is: of who was signed in already when he was named main access manager (spec access.md §6.1, §13.5). */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { activatingMethod } from '../../identity/sign-in/activate-enterprises.ts'
import { allOrNothing } from '../../registry/all-or-nothing.ts'
import { type EnterpriseRecord, enterpriseRecord } from '../../registry/enterprise-record.ts'
import { WEAK_ACTIVATION } from '../../registry/people/activate-enterprise.ts'
import { authorise } from '../../registry/policy/authorise.ts'
import { NOT_THERE } from '../not-there.ts'
import type { Acting } from './acting.ts'

/**
 * Matrix row 1, rule 11.1; one that is active already stays as it is. Refuses: SLU-MISSING, SLU-RIGHTS, SLU-METHOD (signed in by a password
 * alone), SLU-STATE (suspended or closed).
 */
export function activateEnterprise(
  { actor, ground }: Acting,
  enterpriseNumber: string,
): Promise<Result<EnterpriseRecord, Refusal>> {
  const { accountId } = actor
  const method = activatingMethod(actor.method)
  const asked = { action: 'activateEnterprise', place: { enterpriseNumber, qualityCode: null } } as const
  return ground.database.transaction((tx) =>
    allOrNothing(tx, async () => {
      const act = await authorise(tx, actor, asked, ground.rules)
      if (!act.ok) return act
      if (!method) return no(WEAK_ACTIVATION)
      const input = { enterpriseNumber, accountId, method }
      const activated = await ground.identity.signIn.activate(tx, input, act.value)
      if (!activated.ok) return activated
      const record = await enterpriseRecord(tx, enterpriseNumber)
      return record ? ok(record) : no(NOT_THERE)
    }),
  )
}
