import type { Refusal } from '../../base/refusal.ts'
import { no, type Result } from '../../base/result.ts'
import type { ReasonedAct } from '../../registry/audit.ts'
import { doesRoleReach, type Operator, type OperatorRole } from '../../registry/operators/operator.ts'
import { NOT_YOURS } from '../admit.ts'
import { reasonedAct } from './reason.ts'

/** Whether an operator may do what an operation does, and who did it and why. Refuses: SLU-RIGHTS, SLU-INPUT. */
export function actOf(operator: Operator, role: OperatorRole, reason: string): Result<ReasonedAct, Refusal> {
  return doesRoleReach(operator.role, role) ? reasonedAct(operator, reason) : no(NOT_YOURS)
}
