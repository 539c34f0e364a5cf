/** The technical user may be one of the users of the quality, who then sees its configuration (spec access.md §5, column T). */
import { isUuid } from '../base/ids.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Transaction } from '../database/database.ts'
import type { Act } from './audit.ts'
import { recordChange } from './change.ts'
import type { QualityPlace } from './people/places.ts'
import { lockOpenSender } from './senders.ts'

/** `accountId`: null takes the link away. Refuses: SLU-UNKNOWN (no sender, no technical user, no active user of the quality), SLU-STATE. */
export async function linkTechnicalUser(
  tx: Transaction,
  { senderNumber, accountId }: { readonly senderNumber: SenderNumber; readonly accountId: string | null },
  act: Act,
): Promise<Result<void, Refusal>> {
  const sender = await lockOpenSender(tx, senderNumber)
  if (!sender.ok) return sender
  if (accountId !== null && !(await isUserOf(tx, accountId, sender.value))) return no(NO_SUCH_USER)
  const linked = await tx
    .updateTable('technical_user')
    .set({ account_id: accountId })
    .where('sender_number', '=', senderNumber)
    .where('state', '=', 'active')
    .returning('technical_user_id as technicalUser')
    .executeTakeFirst()
  if (!linked) return no(NO_TECHNICAL_USER)
  const after = { ...linked, accountId }
  await recordChange(tx, act, { action: 'technicalUser.linked', subject: `sender:${senderNumber}`, after })
  return ok(undefined)
}

/** Of somebody who leaves the quality: as technical user he would go on seeing its configuration. */
export async function unlinkTechnicalUser(
  tx: Transaction,
  { enterpriseNumber, qualityCode, accountId }: QualityPlace & { readonly accountId: string },
  act: Act,
): Promise<void> {
  const unlinked = await tx
    .updateTable('technical_user')
    .set({ account_id: null })
    .where('account_id', '=', accountId)
    .where('state', '=', 'active')
    .where('sender_number', 'in', (eb) =>
      eb
        .selectFrom('sender')
        .select('sender.sender_number')
        .where('enterprise_number', '=', enterpriseNumber)
        .where('quality_code', '=', qualityCode),
    )
    .returning(['sender_number as senderNumber', 'technical_user_id as technicalUser'])
    .execute()
  for (const { senderNumber, technicalUser } of unlinked) {
    const after = { technicalUser, accountId: null }
    await recordChange(tx, act, { action: 'technicalUser.linked', subject: `sender:${senderNumber}`, after })
  }
}

async function isUserOf(
  tx: Transaction,
  accountId: string,
  { enterpriseNumber, qualityCode }: { readonly enterpriseNumber: string; readonly qualityCode: string },
): Promise<boolean> {
  if (!isUuid(accountId)) return false
  const user = await tx
    .selectFrom('quality_user')
    .innerJoin('account', 'account.account_id', 'quality_user.account_id')
    .select('quality_user.account_id')
    .where('quality_user.account_id', '=', accountId)
    .where('enterprise_number', '=', enterpriseNumber)
    .where('quality_code', '=', qualityCode)
    .where('quality_user.state', '=', 'active')
    .where('account.state', '<>', 'closed')
    .executeTakeFirst()
  return user !== undefined
}

export const NO_SUCH_USER = refusal(
  'SLU-UNKNOWN',
  'This quality has no such active user.',
  'Choose one of the users of the quality, or create the user first.',
  { key: 'noSuchUserToLink' },
)
const NO_TECHNICAL_USER = refusal(
  'SLU-UNKNOWN',
  'The sender has no technical user.',
  'Name the technical user first.',
  { key: 'noTechnicalUser' },
)
