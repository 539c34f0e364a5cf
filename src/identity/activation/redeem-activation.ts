/** The link and the code come together: they allow a password and an app to be set, once (decision 35, rule 11.10, case R23). */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../../registry/audit.ts'
import { recordChange } from '../../registry/change.ts'
import type { LoginOrigin } from '../../registry/login-origin.ts'
import { countFailure, type LoginLimits } from '../../registry/login-throttle.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { beginAttempt } from '../attempts.ts'
import { NOT_THE_SAME_PERSON } from '../sign-in/refusals.ts'
import { waitOf } from '../sign-in/throttled.ts'
import { tokenHash } from '../tokens.ts'
import { codeHash } from './issue-activation.ts'

/** Wrong codes after which link and code are void: one in twenty million is guessed. */
const FAILURES_MAX = 5
/** Long enough to find and install an app. */
const SET_UP_SECONDS = 3600

export const ACTIVATING = 'activate'

/** The one answer for a link that is unknown, used or over, and for a wrong code (case R24). */
const REFUSED = refusal(
  'SLU-LOGIN',
  'This link with this code is not valid, or no longer.',
  'Use the newest link and code that you got; else have an activation issued again.',
  { key: 'activationRefused' },
)

/** Whom failures are counted for: the address only, for a link belongs to nobody before it is redeemed. */
const EVERYBODY = ''

export type Redeeming = {
  readonly link: string
  readonly code: string
  readonly origin: LoginOrigin
  /** Whose session the browser holds: nobody else's activation is taken up in it, and none is used up by that. */
  readonly signedInAs?: string | undefined
}

/**
 * Resolves with an attempt, for `setActivationPassword` and `finishActivation`. Refuses: SLU-LOGIN (also `notTheSamePerson`), SLU-BUSY.
 * Audit: `account.activationRedeemed`.
 */
export async function redeemActivation(
  tx: Transaction,
  box: SecretBox,
  { link, code, origin, signedInAs }: Redeeming,
  limits: LoginLimits,
): Promise<Result<{ readonly attempt: string; readonly accountId: string }, Refusal>> {
  const waiting = await waitOf(tx, EVERYBODY, [origin])
  if (waiting) return no(waiting)
  const accountId = await accountOfLink(tx, link)
  if (accountId !== null && signedInAs !== undefined && signedInAs !== accountId) return no(NOT_THE_SAME_PERSON)
  if (accountId === null || !(await takeCode(tx, box, accountId, code))) {
    await countFailure(tx, { account: EVERYBODY, origin, fault: accountId ? 'badCode' : 'unknownUser' }, limits)
    return no(REFUSED)
  }
  const body = { purpose: ACTIVATING }
  const attempt = await beginAttempt(tx, box, { kind: 'activation', accountId, body, seconds: SET_UP_SECONDS })
  const act: Act = { actor: `person:${accountId}` }
  await recordChange(tx, act, { action: 'account.activationRedeemed', subject: `account:${accountId}` })
  return ok({ attempt, accountId })
}

/** Holds the link, so that codes are tried one after the other. */
async function accountOfLink(tx: Transaction, link: string): Promise<string | null> {
  const hash = tokenHash(link)
  if (!hash) return null
  const row = await valid(tx, 'activationLink')
    .innerJoin('account', 'account.account_id', 'one_time_code.account_id')
    .select('one_time_code.account_id')
    .where('code_hash', '=', hash)
    .where('account.state', '<>', 'closed')
    .forUpdate('one_time_code')
    .executeTakeFirst()
  return row?.account_id ?? null
}

/** Both are used up by a right code, and by the last wrong one. */
async function takeCode(tx: Transaction, box: SecretBox, accountId: string, code: string): Promise<boolean> {
  const row = await valid(tx, 'activationCode')
    .select(['code_hash', 'failures'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (!row) return false
  const isRight = row.code_hash.equals(codeHash(box, accountId, code))
  if (isRight || row.failures + 1 >= FAILURES_MAX) {
    await tx
      .updateTable('one_time_code')
      .set(({ fn }) => ({ used_at: fn<Date>('now') }))
      .where('account_id', '=', accountId)
      .execute()
    return isRight
  }
  await tx
    .updateTable('one_time_code')
    .set({ failures: row.failures + 1 })
    .where('account_id', '=', accountId)
    .where('purpose', '=', 'activationCode')
    .execute()
  return false
}

function valid(tx: Transaction, purpose: 'activationLink' | 'activationCode') {
  return tx
    .selectFrom('one_time_code')
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where(({ eb, fn }) => eb('expires_at', '>', fn<Date>('now')))
}
