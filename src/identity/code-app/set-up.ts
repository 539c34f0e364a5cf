/** Setting up the app that shows codes (spec access.md §8.4). A new set-up has a new secret (case R11). */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import type { Act } from '../../registry/audit.ts'
import { recordChange } from '../../registry/change.ts'
import type { Reaches } from '../../registry/policy/reach.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { type Attempt, beginAttempt, findAttempt, takeAttempt, voidAttemptsOf } from '../attempts.ts'
import { endAllOf } from '../end-sessions.ts'
import { holdAccount } from '../hold-account.ts'
import { databaseNow } from '../now.ts'
import type { Setting } from '../passwords/set-password.ts'
import { renewRecoveryCodes } from './recovery-codes.ts'
import { type CodeSettings, DEFAULTS, makeCodeSettings, otpauthUri, stepOfCode } from './totp.ts'

export type PendingCodeApp = {
  /** To be given back with the first code. */
  readonly token: string
  /** Base32, for those who type it. */
  readonly secret: string
  /** For the QR code. */
  readonly uri: string
}

export type AppLabel = { readonly issuer: string; readonly label: string }

/** A new secret, which waits for its first code; an app that is in use stays in use until then. */
export async function beginCodeApp(
  queries: Queries,
  box: SecretBox,
  { accountId, label, seconds }: { readonly accountId: string; readonly label: AppLabel; readonly seconds: number },
): Promise<PendingCodeApp> {
  const settings = makeCodeSettings()
  const body = { purpose: PURPOSE, secret: settings.secret }
  const token = await beginAttempt(queries, box, { kind: 'activation', accountId, body, seconds })
  return { token, secret: settings.secret, uri: otpauthUri(settings, label) }
}

/** The same again, for a page that is loaded anew. Null when it is over, or another person's. */
export async function pendingCodeApp(
  queries: Queries,
  box: SecretBox,
  { accountId, token, label }: { readonly accountId: string; readonly token: string; readonly label: AppLabel },
): Promise<PendingCodeApp | null> {
  const attempt = await findAttempt(queries, box, token, 'activation')
  const settings = settingsOf(attempt, accountId)
  return settings && { token, secret: settings.secret, uri: otpauthUri(settings, label) }
}

/**
 * The first code was right: from now on this app is the account's, with ten new recovery codes, which are shown this once. An app that
 * was replaced ends all other sessions (case R8). Refuses: SLU-STATE (begin again), SLU-INPUT (not the code). Audit:
 * `account.codeAppConfirmed`.
 */
export async function confirmCodeApp(
  tx: Transaction,
  box: SecretBox,
  asked: { readonly accountId: string; readonly token: string; readonly code: string } & Setting,
  act: Act,
): Promise<Result<{ readonly recoveryCodes: readonly string[] }, Refusal>> {
  const { accountId, token, code, sessionId, reaches } = asked
  // One after the other for an account: the later one replaces the app of the earlier one.
  await holdAccount(tx, accountId)
  const settings = settingsOf(await findAttempt(tx, box, token, 'activation'), accountId)
  if (!settings) return no(NOT_BEGUN)
  const step = stepOfCode(settings, code, await databaseNow(tx))
  if (step === null) return no(NOT_THE_CODE)
  if (!(await takeAttempt(tx, box, token, 'activation'))) return no(NOT_BEGUN)
  const replaced = await keepApp(tx, box, { accountId, step, reaches, ...settings })
  const recoveryCodes = await renewRecoveryCodes(tx, box, accountId)
  await voidAttemptsOf(tx, accountId, 'code')
  if (replaced)
    await endAllOf(tx, accountId, 'codeAppReplaced', act, sessionId === undefined ? {} : { except: sessionId })
  await recordChange(tx, act, {
    action: 'account.codeAppConfirmed',
    subject: `account:${accountId}`,
    after: { replaced },
  })
  return ok({ recoveryCodes })
}

const PURPOSE = 'codeApp'

function settingsOf(attempt: Attempt | null, accountId: string): CodeSettings | null {
  if (attempt?.accountId !== accountId || attempt.body.purpose !== PURPOSE) return null
  return { ...DEFAULTS, secret: attempt.body.secret ?? '' }
}

/** Answers whether there was one before. */
async function keepApp(
  tx: Transaction,
  box: SecretBox,
  app: CodeSettings & { readonly accountId: string; readonly step: number; readonly reaches: Reaches },
): Promise<boolean> {
  const { accountId, step, reaches, secret, digits, periodSeconds, algorithm } = app
  const former = await tx.deleteFrom('code_app').where('account_id', '=', accountId).returning('account_id').execute()
  await tx
    .insertInto('code_app')
    .values(({ fn }) => ({
      ...{ account_id: accountId, secret_sealed: box.seal(secret, 'codeApp', accountId) },
      reaches: reaches && [...reaches],
      ...{ digits, period_seconds: periodSeconds, algorithm, last_step: step, confirmed_at: fn<Date>('now') },
    }))
    .execute()
  return former.length > 0
}

export const NOT_BEGUN = refusal(
  'SLU-STATE',
  'This set-up of the app is over.',
  'Begin it again, and use the new picture.',
  {
    key: 'codeAppNotBegun',
  },
)
const NOT_THE_CODE = refusal(
  'SLU-INPUT',
  'This is not the code that the app shows now.',
  'Type the code that is shown at this moment, and see that the clock of the telephone is right.',
  { key: 'codeAppWrongCode' },
)
