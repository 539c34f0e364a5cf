/** Asking for a code (spec access.md §8.4, rule 11.9): it is good once, whatever two requests do at the same time (case R11). */
import type { Queries, Transaction } from '../../database/database.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { databaseNow } from '../now.ts'
import { takeRecoveryCode } from './recovery-codes.ts'
import { type CodeSettings, makeCodeSettings, stepOfCode } from './totp.ts'

/**
 * Of what it is a code that was not used before: of the app, or one of the recovery codes. Null for any other, after the same work for an
 * account without an app.
 */
export async function takeCode(
  tx: Transaction,
  box: SecretBox,
  accountId: string,
  code: string,
): Promise<'app' | 'recovery' | null> {
  const settings = await settingsInUse(tx, box, accountId)
  const step = stepOfCode(settings ?? NOBODYS, code, await databaseNow(tx))
  if (step === null) return (await takeRecoveryCode(tx, box, accountId, code)) ? 'recovery' : null
  const { numUpdatedRows } = await tx
    .updateTable('code_app')
    .set({ last_step: step })
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is not', null)
    .where('last_step', '<', step) // in the statement itself, so that of two requests at once one is right
    .executeTakeFirst()
  return numUpdatedRows > 0n ? 'app' : null
}

/** Whether the account has an app that was confirmed. */
export async function hasCodeApp(queries: Queries, accountId: string): Promise<boolean> {
  const row = await queries
    .selectFrom('code_app')
    .select('account_id')
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()
  return row !== undefined
}

const NOBODYS = makeCodeSettings()

async function settingsInUse(queries: Queries, box: SecretBox, accountId: string): Promise<CodeSettings | null> {
  const row = await queries
    .selectFrom('code_app')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()
  if (!row) return null
  return {
    secret: box.open(row.secret_sealed, 'codeApp', accountId),
    digits: row.digits === 8 ? 8 : 6,
    periodSeconds: row.period_seconds,
    algorithm: row.algorithm as CodeSettings['algorithm'],
  }
}
