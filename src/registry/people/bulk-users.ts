/** The same done to several users at once, with an outcome for each (spec access.md §6.3, rule 9.9). */
import { isUuid } from '../../base/ids.ts'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import { allOrNothing } from '../all-or-nothing.ts'
import type { Act } from '../audit.ts'
import { changeUserState, reasonIsTaken, type UserEvent } from './move-user.ts'
import { lockOpenQuality, type QualityPlace } from './places.ts'
import { NO_SUCH_USER } from './user-rows.ts'

export type BulkChange = QualityPlace & {
  readonly qualityUserIds: readonly string[]
  readonly change: UserEvent
  /** Of a lock, the same for all. */
  readonly reason?: string | null
}

export type BulkOutcome = { readonly qualityUserId: string; readonly result: Result<void, Refusal> }

/** Judges one of them by the policy, and tells on whose account it is done. */
export type Permit = (accountId: string) => Promise<Result<Act, Refusal>>

export const BULK_MAX = 1000

/**
 * Each in a savepoint of its own, in the order given; an id that is named twice is done once. What one of them is refused leaves the
 * others done. Refuses as a whole: SLU-INPUT (more than 1,000, a reason that is too long), SLU-UNKNOWN, SLU-STATE.
 */
export async function changeUsers(
  tx: Transaction,
  { qualityUserIds, change, reason = null, ...place }: BulkChange,
  permit: Permit,
): Promise<Result<BulkOutcome[], Refusal>> {
  const ids = [...new Set(qualityUserIds)]
  if (ids.length > BULK_MAX) return no(TOO_MANY)
  const said = reasonIsTaken(reason)
  if (!said.ok) return said
  const locked = await lockOpenQuality(tx, place)
  if (!locked.ok) return locked
  const accounts = await accountsOf(tx, place, ids.filter(isUuid))
  const outcomes: BulkOutcome[] = []
  for (const qualityUserId of ids) {
    const accountId = accounts.get(qualityUserId)
    const result = await allOrNothing(tx, async () => {
      if (accountId === undefined) return no(NO_SUCH_USER)
      const act = await permit(accountId)
      return act.ok ? changeUserState(tx, change, { ...place, qualityUserId, reason }, act.value) : act
    })
    outcomes.push({ qualityUserId, result })
  }
  return ok(outcomes)
}

/** All of them are locked beforehand in the order of their ids: two who change the same accounts from two enterprises do not block each other. */
async function accountsOf(
  tx: Transaction,
  { enterpriseNumber, qualityCode }: QualityPlace,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('account')
    .innerJoin('quality_user', 'quality_user.account_id', 'account.account_id')
    .select(['quality_user_id', 'account.account_id'])
    .where('enterprise_number', '=', enterpriseNumber)
    .where('quality_code', '=', qualityCode)
    .where('quality_user_id', 'in', ids)
    .where('quality_user.state', '<>', 'deleted')
    .orderBy('account.account_id')
    .forNoKeyUpdate('account')
    .execute()
  return new Map(rows.map(({ quality_user_id, account_id }) => [quality_user_id, account_id]))
}

const TOO_MANY = refusal('SLU-INPUT', 'These are too many at once.', `Choose at most ${BULK_MAX}.`, {
  key: 'tooManyAtOnce',
  values: { most: BULK_MAX },
})
