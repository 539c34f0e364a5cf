import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../../registry/audit.ts'
import { recordChange } from '../../registry/change.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { holdAccount } from '../hold-account.ts'
import { renewRecoveryCodes } from './recovery-codes.ts'
import { NO_APP } from './remove.ts'
import { hasCodeApp } from './take-code.ts'

/** Ten new recovery codes, shown this once; earlier ones are void. Refuses: SLU-STATE without an app. Audit: `account.recoveryCodesRenewed`. */
export async function renewOwnRecoveryCodes(
  tx: Transaction,
  box: SecretBox,
  accountId: string,
  act: Act,
): Promise<Result<readonly string[], Refusal>> {
  await holdAccount(tx, accountId)
  if (!(await hasCodeApp(tx, accountId))) return no(NO_APP)
  const codes = await renewRecoveryCodes(tx, box, accountId)
  await recordChange(tx, act, { action: 'account.recoveryCodesRenewed', subject: `account:${accountId}` })
  return ok(codes)
}
