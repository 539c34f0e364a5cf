import type { Refusal } from '../../base/refusal.ts'
import { no, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { ReasonedAct } from '../../registry/audit.ts'
import { doesRoleReach, type Operator, type OperatorRole } from '../../registry/operators/operator.ts'
import { NOT_YOURS } from '../admit.ts'
import type { ConsoleGround } from '../ground.ts'
import { reasonedAct } from './reason.ts'

export type Acting = { readonly operator: Operator; readonly role: OperatorRole; readonly reason: string }

/** What an operator does, whole or not at all, if the role reaches and a reason is given. Refuses: SLU-RIGHTS, SLU-INPUT, and as the work does. */
export async function inAct<Value>(
  { database }: Pick<ConsoleGround, 'database'>,
  { operator, role, reason }: Acting,
  work: (tx: Transaction, act: ReasonedAct) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  if (!doesRoleReach(operator.role, role)) return no(NOT_YOURS)
  const act = reasonedAct(operator, reason)
  return act.ok ? await database.transaction((tx) => work(tx, act.value)) : act
}
