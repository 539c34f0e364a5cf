/** The row of a user in his quality, and what every change of it leaves behind. */
import { isUuid } from '../../base/ids.ts'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import { recordChange } from '../change.ts'
import { lockOpenQuality, type QualityPlace } from './places.ts'
import { sameVersion } from './versions.ts'

/** A user of another quality is not found by it, whoever asks (case R2). */
export type UserKey = QualityPlace & { readonly qualityUserId: string }

export type UserChange = UserKey & {
  /** What the person looked at; left out in changes of many at once. */
  readonly expectedVersion?: number
}

export type UserState = 'active' | 'locked' | 'deleted'

export type UserRow = { readonly accountId: string; readonly state: UserState; readonly version: number }

/** Locks enterprise and user until the transaction ends. Refuses: SLU-UNKNOWN (also a deleted one), SLU-STATE, SLU-VERSION. */
export async function holdUser(tx: Transaction, change: UserChange): Promise<Result<UserRow, Refusal>> {
  const place = await lockOpenQuality(tx, change)
  if (!place.ok) return place
  if (!isUuid(change.qualityUserId)) return no(NO_SUCH_USER)
  const row = await tx
    .selectFrom('quality_user')
    .select(['account_id as accountId', 'state', 'version'])
    .where('quality_user_id', '=', change.qualityUserId)
    .where('enterprise_number', '=', change.enterpriseNumber)
    .where('quality_code', '=', change.qualityCode)
    .where('state', '<>', 'deleted')
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) return no(NO_SUCH_USER)
  const same = sameVersion(row.version, change.expectedVersion)
  return same.ok ? ok({ ...row, state: row.state as UserState }) : same
}

/** Writes new columns with the next version. */
export async function updateUser(
  tx: Transaction,
  qualityUserId: string,
  columns: { readonly state?: UserState; readonly locked_reason?: string | null },
): Promise<void> {
  await tx
    .updateTable('quality_user')
    .set(({ eb, fn }) => ({ ...columns, version: eb('version', '+', 1), updated_at: fn('now') }))
    .where('quality_user_id', '=', qualityUserId)
    .execute()
}

export type UserRecord = UserKey & {
  /** `user.lock` and so on. */
  readonly action: string
  readonly accountId: string
  readonly before: Record<string, unknown>
  readonly after: Record<string, unknown>
}

/** The entry names row and account, and not the person. */
export function recordUserChange(tx: Transaction, record: UserRecord, act: Act): Promise<void> {
  const { enterpriseNumber, qualityCode, qualityUserId, accountId, action, before, after } = record
  const who = { qualityUserId, accountId, qualityCode }
  const subject = `enterprise:${enterpriseNumber}` as const
  return recordChange(tx, act, { action, subject, before: { ...who, ...before }, after: { ...who, ...after } })
}

export const NO_SUCH_USER = refusal('SLU-UNKNOWN', 'There is no such user here.', 'Look at the list of users again.', {
  key: 'userUnknown',
})
