/** Users are locked, unlocked and deleted (spec access.md §6.3, rule 9.8); a lock takes what a user may do and not his account. */
import { sql } from 'kysely'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import { unlinkTechnicalUser } from '../link-technical-user.ts'
import { type Machine, nextState } from '../transitions.ts'
import { closeAccountIfUnused } from './close-accounts.ts'
import type { QualityPlace } from './places.ts'
import { holdUser, recordUserChange, type UserChange, type UserState, updateUser } from './user-rows.ts'

export type UserEvent = 'lock' | 'unlock' | 'delete'

// biome-ignore format: a table of the specification
export const QUALITY_USER: Machine<UserState, UserEvent> = {
  of: 'user',
  moves: {
    active:  { lock: 'locked',    delete: 'deleted' },
    locked:  { unlock: 'active',  delete: 'deleted' },
    deleted: {},
  },
}

const REASON_MAX = 500

export type UserMove = UserChange & {
  /** Of a lock; nothing asks for one of the others. */
  readonly reason?: string | null
}

/** Refuses as the three below. */
export function changeUserState(
  tx: Transaction,
  event: UserEvent,
  { reason = null, ...user }: UserMove,
  act: Act,
): Promise<Result<void, Refusal>> {
  switch (event) {
    case 'lock':
      return lockUser(tx, { ...user, reason }, act)
    case 'unlock':
      return unlockUser(tx, user, act)
    case 'delete':
      return deleteUser(tx, user, act)
  }
}

/** In force with the next request. Refuses: SLU-UNKNOWN, SLU-STATE, SLU-VERSION, SLU-INPUT (a reason of more than 500 characters). */
export async function lockUser(
  tx: Transaction,
  { reason = null, ...change }: UserMove,
  act: Act,
): Promise<Result<void, Refusal>> {
  const said = reasonIsTaken(reason)
  return said.ok ? moveUser(tx, change, 'lock', reason, act) : said
}

/** Refuses with SLU-INPUT. */
export function reasonIsTaken(reason: string | null): Result<void, Refusal> {
  const isTaken = reason === null || ([...reason].length <= REASON_MAX && !/[\0\p{Cs}]/u.test(reason))
  return isTaken ? ok(undefined) : no(LONG_REASON)
}

/** Refuses: SLU-UNKNOWN, SLU-STATE, SLU-VERSION. */
export function unlockUser(tx: Transaction, change: UserChange, act: Act): Promise<Result<void, Refusal>> {
  return moveUser(tx, change, 'unlock', null, act)
}

/** For those who have left; the account goes with its last role. Refuses: SLU-UNKNOWN, SLU-STATE, SLU-VERSION. */
export function deleteUser(tx: Transaction, change: UserChange, act: Act): Promise<Result<void, Refusal>> {
  return moveUser(tx, change, 'delete', null, act)
}

async function moveUser(
  tx: Transaction,
  change: UserChange,
  event: UserEvent,
  reason: string | null,
  act: Act,
): Promise<Result<void, Refusal>> {
  const user = await holdUser(tx, change)
  if (!user.ok) return user
  const { accountId, state } = user.value
  const next = nextState(QUALITY_USER, state, event)
  if (!next.ok) return no({ ...next.problem, told: TOLD[event] })
  await updateUser(tx, change.qualityUserId, { state: next.value, locked_reason: reason })
  const states = { before: { state }, after: { state: next.value } }
  await recordUserChange(tx, { ...change, ...states, action: `user.${event}`, accountId }, becauseOf(reason, act))
  if (event !== 'delete') return ok(undefined)
  await tx.deleteFrom('service_grant').where('quality_user_id', '=', change.qualityUserId).execute()
  await unlinkTechnicalUser(tx, { ...change, accountId }, act)
  await closeAccountIfUnused(tx, accountId, act)
  return ok(undefined)
}

/** The audit keeps why somebody was locked; the row of the user forgets it with the lock. */
function becauseOf(reason: string | null, act: Act): Act {
  return reason === null ? act : { ...act, reason }
}

/** Deletes all users of a quality that ends; resolves with their accounts, which the caller closes. */
export async function removeUsers(
  tx: Transaction,
  { enterpriseNumber, qualityCode }: QualityPlace,
  act: Act,
): Promise<string[]> {
  const { rows } = await sql<{ readonly qualityUserId: string; readonly accountId: string; readonly state: string }>`
    with gone as (
      select quality_user_id, state as former from quality_user
       where enterprise_number = ${enterpriseNumber} and quality_code = ${qualityCode} and state <> 'deleted'
         for no key update
    ), grants as (delete from service_grant where quality_user_id in (select quality_user_id from gone))
    update quality_user u set state = 'deleted', locked_reason = null, version = version + 1, updated_at = now()
      from gone where u.quality_user_id = gone.quality_user_id
    returning u.quality_user_id as "qualityUserId", u.account_id as "accountId", gone.former as state`.execute(tx)
  for (const { state, ...user } of rows) {
    const states = { before: { state }, after: { state: 'deleted' } }
    await recordUserChange(tx, { enterpriseNumber, qualityCode, ...user, ...states, action: 'user.delete' }, act)
  }
  return rows.map(({ accountId }) => accountId)
}

const TOLD: Readonly<Record<UserEvent, { readonly key: string }>> = {
  lock: { key: 'userLocked' },
  unlock: { key: 'userNotLocked' },
  delete: { key: 'userUnknown' },
}
const LONG_REASON = refusal('SLU-INPUT', 'The reason is too long.', `Give at most ${REASON_MAX} characters.`, {
  key: 'reasonTooLong',
  values: { most: REASON_MAX },
})
