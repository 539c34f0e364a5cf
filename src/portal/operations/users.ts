/** Users of a quality (matrix rows 6, 8, 9, 13): looked at, locked, unlocked, deleted, and granted online services. */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import { allOrNothing } from '../../registry/all-or-nothing.ts'
import type { Act, AuditRow } from '../../registry/audit.ts'
import { auditOfUser } from '../../registry/audit-of-user.ts'
import { type BulkChange, type BulkOutcome, changeUsers } from '../../registry/people/bulk-users.ts'
import {
  accountOfUser,
  type FoundUser,
  findUser,
  type ListedUser,
  listUsers,
  type UserSearch,
} from '../../registry/people/find-users.ts'
import { changeUserState, type UserEvent } from '../../registry/people/move-user.ts'
import { grantServices } from '../../registry/people/service-grants.ts'
import type { UserKey } from '../../registry/people/user-rows.ts'
import { NO_SUCH_USER } from '../../registry/people/user-rows.ts'
import { authorise, authoriseReading } from '../../registry/policy/authorise.ts'
import type { Action } from '../../registry/policy/matrix.ts'
import type { Acting, QualityAt } from './acting.ts'

const HISTORY_MAX = 50

/** Refuses: SLU-MISSING, SLU-RIGHTS. */
export async function searchUsers(
  { actor, ground }: Acting,
  place: QualityAt,
  wanted: Omit<UserSearch, keyof QualityAt>,
): Promise<Result<ListedUser[], Refusal>> {
  const { queries } = ground.database
  const allowed = await authoriseReading(queries, actor, { action: 'listUsers', place }, ground.rules)
  return allowed.ok ? ok(await listUsers(queries, { ...wanted, ...place })) : allowed
}

/** Refuses: SLU-MISSING, SLU-RIGHTS, SLU-UNKNOWN. */
export async function readUser({ actor, ground }: Acting, key: UserKey): Promise<Result<FoundUser, Refusal>> {
  const { queries } = ground.database
  const place = placeOf(key)
  const allowed = await authoriseReading(queries, actor, { action: 'listUsers', place }, ground.rules)
  if (!allowed.ok) return allowed
  const user = await findUser(queries, ground.box, key)
  return user ? ok(user) : no(NO_SUCH_USER)
}

/** What happened to him here, the newest first. Refuses: SLU-MISSING, SLU-RIGHTS. */
export async function historyOfUser(
  { actor, ground }: Acting,
  key: UserKey & { readonly accountId: string },
): Promise<Result<AuditRow[], Refusal>> {
  const { queries } = ground.database
  const place = placeOf(key)
  const allowed = await authoriseReading(queries, actor, { action: 'readAudit', place }, ground.rules)
  return allowed.ok ? ok(await auditOfUser(queries, { ...key, limit: HISTORY_MAX })) : allowed
}

export type UserPatch = UserKey & {
  readonly expectedVersion: number
  /** All that he may use from now on. */
  readonly grants?: readonly string[]
  readonly change?: UserEvent
  /** Of a lock. */
  readonly reason?: string
}

/** All of it or nothing. Refuses: SLU-MISSING, SLU-RIGHTS, SLU-UNKNOWN, SLU-VERSION, SLU-STATE, SLU-INPUT. */
export function changeUser(acting: Acting, patch: UserPatch): Promise<Result<void, Refusal>> {
  const { grants, change, reason, expectedVersion, ...key } = patch
  const { access, database } = acting.ground
  return database.transaction((tx) =>
    allOrNothing(tx, async () => {
      if (grants) {
        const act = await mayChange(tx, acting, 'grantServices', key)
        if (!act.ok) return act
        const granted = await grantServices(tx, { ...key, expectedVersion, grants, offer: access() }, act.value)
        if (!granted.ok || !change) return granted
      }
      if (!change) return ok(undefined)
      const act = await mayChange(tx, acting, ROW_OF[change], key)
      if (!act.ok) return act
      // Grants that came with it have counted the version up already.
      const seen = grants ? key : { ...key, expectedVersion }
      return changeUserState(tx, change, { ...seen, ...(reason && { reason }) }, act.value)
    }),
  )
}

/** Each judged by itself; what one of them is refused leaves the others done. Refuses: SLU-MISSING, SLU-RIGHTS, SLU-STATE, SLU-INPUT. */
export function changeManyUsers(
  { actor, ground }: Acting,
  place: QualityAt,
  { reason, ...wanted }: Omit<BulkChange, keyof QualityAt | 'reason'> & { readonly reason?: string | undefined },
): Promise<Result<BulkOutcome[], Refusal>> {
  const asked = { action: ROW_OF[wanted.change], place }
  return ground.database.transaction(async (tx) => {
    const allowed = await authorise(tx, actor, asked, ground.rules)
    if (!allowed.ok) return allowed
    const permit = (subject: string) => authorise(tx, actor, { ...asked, subject }, ground.rules)
    return changeUsers(tx, { ...place, ...wanted, ...(reason && { reason }) }, permit)
  })
}

/** Judged by whom it is done to; who is not there is told to those only who may look. */
export async function mayChange(
  tx: Transaction,
  { actor, ground }: Acting,
  action: Action,
  key: UserKey,
): Promise<Result<Act & { readonly accountId: string }, Refusal>> {
  const subject = await accountOfUser(tx, key)
  const asked = { action, place: placeOf(key), ...(subject !== undefined && { subject }) }
  const act = await authorise(tx, actor, asked, ground.rules)
  if (!act.ok) return act
  return subject === undefined ? no(NO_SUCH_USER) : ok({ ...act.value, accountId: subject })
}

const ROW_OF: Readonly<Record<UserEvent, Action>> = { lock: 'lockUser', unlock: 'lockUser', delete: 'deleteUser' }

function placeOf({ enterpriseNumber, qualityCode }: QualityAt): QualityAt {
  return { enterpriseNumber, qualityCode }
}
