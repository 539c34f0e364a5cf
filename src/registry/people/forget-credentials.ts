/** For somebody who has lost password, app and recovery codes, and whom nobody of the enterprise outranks: an operator begins anew. */
import type { Refusal } from '../../base/refusal.ts'
import { ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { ReasonedAct } from '../audit.ts'
import { moveAccount } from './account-states.ts'
import { wipeCredentials } from './close-accounts.ts'

/**
 * Every way in that the person had is void, and the account waits for first codes again; roles stay. Whoever can sign in by eID, itsme or
 * CSAM needs none. Refuses: SLU-UNKNOWN, SLU-STATE when the account is closed.
 */
export async function forgetCredentials(
  tx: Transaction,
  accountId: string,
  act: ReasonedAct,
): Promise<Result<void, Refusal>> {
  const moved = await moveAccount(tx, accountId, 'forget', act)
  if (!moved.ok) return moved
  await wipeCredentials(tx, [accountId], 'credentialsForgotten')
  return ok(undefined)
}
