/** Taking the app away (spec access.md §8.4), unless it is the only way in that is left. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import type { Act } from '../../registry/audit.ts'
import { recordChange } from '../../registry/change.ts'
import { reachesOfEither, reachOf } from '../../registry/policy/reach.ts'
import { voidAttemptsOf } from '../attempts.ts'
import { endAllOf } from '../end-sessions.ts'
import { holdAccount } from '../hold-account.ts'
import { otherWaysOf, type WaysTaken } from '../other-ways.ts'
import { findById } from '../sign-in/login-account.ts'
import { hasCodeApp } from './take-code.ts'

/**
 * All other sessions end (case R8). Refuses: SLU-STATE when there is none, SLU-METHOD when an enterprise of the person refuses passwords
 * and the person cannot sign in by a national number. Audit: `account.codeAppRemoved`.
 */
export async function removeCodeApp(
  tx: Transaction,
  { accountId, sessionId }: { readonly accountId: string; readonly sessionId?: string },
  taken: WaysTaken,
  act: Act,
): Promise<Result<void, Refusal>> {
  await holdAccount(tx, accountId)
  if (!(await hasCodeApp(tx, accountId))) return no(NO_APP)
  if (await isOnlyWay(tx, accountId, taken)) return no(ONLY_WAY)
  await tx.deleteFrom('code_app').where('account_id', '=', accountId).execute()
  await tx.deleteFrom('recovery_code').where('account_id', '=', accountId).execute()
  await voidAttemptsOf(tx, accountId, 'code')
  await endAllOf(tx, accountId, 'codeAppRemoved', act, sessionId === undefined ? {} : { except: sessionId })
  await recordChange(tx, act, { action: 'account.codeAppRemoved', subject: `account:${accountId}` })
  return ok(undefined)
}

async function isOnlyWay(queries: Queries, accountId: string, taken: WaysTaken): Promise<boolean> {
  if ((await otherWaysOf(queries, accountId, taken)).byNumber) return false
  const account = await findById(queries, accountId)
  const { passwordReaches, appReaches } = account ?? { passwordReaches: [], appReaches: [] }
  const both = { accountId, method: 'totp', reaches: reachesOfEither(passwordReaches, appReaches) }
  const byPassword = await reachOf(queries, { accountId, method: 'password', reaches: passwordReaches })
  return byPassword.length < (await reachOf(queries, both)).length
}

export const NO_APP = refusal('SLU-STATE', 'There is no app for codes.', 'Set one up first.', { key: 'noCodeApp' })
const ONLY_WAY = refusal(
  'SLU-METHOD',
  'The app is the only way in that is left, because your enterprise takes no passwords alone.',
  'Set up the app anew instead; the new one takes the place of the old one.',
  { key: 'codeAppIsOnlyWay' },
)
