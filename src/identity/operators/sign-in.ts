/** Signing in to the console with a proof that is right (rule 21.9). */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import { actorOfOperator } from '../../registry/operators/operator.ts'
import type { Visitor } from '../visitor.ts'
import { forgetWrongProofs, type LoginOperator, type OperatorProof, proveOperator } from './prove.ts'
import { recordOperator } from './record.ts'
import { LOCKED } from './refusals.ts'
import { beginOperatorSession } from './sessions.ts'
import type { OperatorRules, OperatorSignInDeps } from './sign-in-deps.ts'

export type Entered = { readonly token: string }

/** Refuses: SLU-LOGIN, SLU-BUSY. */
export async function signInOperator(
  deps: OperatorSignInDeps,
  proof: OperatorProof,
  visitor: Visitor,
): Promise<Result<Entered, Refusal>> {
  return await proveOperator(deps, proof, visitor.origin, (tx, account) => enter(tx, account, visitor, deps.rules()))
}

async function enter(
  tx: Transaction,
  { operatorId, name, isLocked }: LoginOperator,
  { origin, address, client, traceId }: Visitor,
  rules: OperatorRules,
): Promise<Result<Entered, Refusal>> {
  const act = { actor: actorOfOperator({ name }) }
  if (isLocked) {
    await recordOperator(tx, act, { action: 'operator.refused', name, after: { why: 'locked', origin: origin.key } })
    return no(LOCKED)
  }
  await forgetWrongProofs(tx, operatorId, origin)
  const begun = { operatorId, method: 'password', address, client } as const
  const { token, sessionId } = await beginOperatorSession(tx, begun, rules.sessions)
  const after = { sessionId, method: 'password', origin: origin.key, traceId }
  await recordOperator(tx, act, { action: 'operator.signedIn', name, after })
  return ok({ token })
}
