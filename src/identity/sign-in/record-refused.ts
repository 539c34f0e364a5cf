import type { Refusal } from '../../base/refusal.ts'
import { no } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import { writeAudit } from '../../registry/audit.ts'
import type { Visitor } from '../visitor.ts'

export type RefusedProof = {
  /** Null: of nobody who is registered. */
  readonly accountId: string | null
  readonly method: string
  readonly visitor: Pick<Visitor, 'origin'>
}

/** Whoever has proven who he is and is not let in all the same is in the audit, with the reason (spec access.md §16.5). Answers the refusal. */
export async function recordRefused(
  tx: Transaction,
  { accountId, method, visitor }: RefusedProof,
  problem: Refusal,
): Promise<ReturnType<typeof no<Refusal>>> {
  const { key: origin } = visitor.origin
  const subject = accountId === null ? `origin:${origin}` : `account:${accountId}`
  const reason = problem.told?.key ?? problem.code
  await writeAudit(tx, { actor: 'endpoint', action: 'login.refused', subject, reason, detail: { method, origin } })
  return no(problem)
}
