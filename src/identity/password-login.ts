/**
 * Whether an enterprise takes a user name and password as enough (matrix row 14, spec access.md §8.5, rule 11.18). Channels of senders are
 * not touched.
 */
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { Transaction } from '../database/database.ts'
import type { Act } from '../registry/audit.ts'
import { recordChange } from '../registry/change.ts'
import { doesReach, reachOf } from '../registry/policy/reach.ts'
import { endAllOf } from './end-sessions.ts'
import { otherWaysOf, type WaysTaken } from './other-ways.ts'

export type PasswordLogin = {
  readonly enterpriseNumber: string
  readonly enabled: boolean
  readonly expectedVersion?: number
}

/**
 * Switched off, sessions by password that reach nothing else end at once; the others no longer reach this enterprise. Nothing to do when it
 * is so already. Resolves with the version. Refuses: SLU-UNKNOWN, SLU-VERSION, SLU-METHOD (`noAlternativeLoginMethod`: the main access
 * manager would be locked out). Audit: `enterprise.passwordLoginOff`, `enterprise.passwordLoginOn`.
 */
export async function switchPasswordLogin(
  tx: Transaction,
  { enterpriseNumber, enabled, expectedVersion }: PasswordLogin,
  taken: WaysTaken,
  act: Act,
): Promise<Result<{ readonly version: number }, Refusal>> {
  const row = await tx
    .selectFrom('enterprise')
    .select(['password_login_enabled as was', 'version'])
    .where('enterprise_number', '=', enterpriseNumber)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) return no(UNKNOWN)
  if (expectedVersion !== undefined && expectedVersion !== row.version) return no(STALE)
  if (row.was === enabled) return ok({ version: row.version })
  if (!enabled && !(await managerHasOtherWay(tx, enterpriseNumber, taken))) return no(NO_ALTERNATIVE)
  await tx
    .updateTable('enterprise')
    .set(({ eb, fn }) => ({
      password_login_enabled: enabled,
      ...{ version: eb('version', '+', 1), updated_at: fn<Date>('now') },
    }))
    .where('enterprise_number', '=', enterpriseNumber)
    .execute()
  await recordChange(tx, act, {
    action: enabled ? 'enterprise.passwordLoginOn' : 'enterprise.passwordLoginOff',
    subject: `enterprise:${enterpriseNumber}`,
    before: { passwordLoginEnabled: row.was },
    after: { passwordLoginEnabled: enabled },
  })
  if (!enabled) await endWithoutReach(tx, enterpriseNumber, act)
  return ok({ version: row.version + 1 })
}

/** Holds the account, so that the app is not removed meanwhile. */
async function managerHasOtherWay(tx: Transaction, enterpriseNumber: string, taken: WaysTaken): Promise<boolean> {
  const manager = await tx
    .selectFrom('account')
    .select('account_id')
    .where('account_id', 'in', (eb) =>
      eb
        .selectFrom('appointment')
        .select('appointment.account_id')
        .where('enterprise_number', '=', enterpriseNumber)
        .where('role', '=', 'mainAccessManager')
        .where('appointment.state', '=', 'active'),
    )
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!manager) return false
  const ways = await otherWaysOf(tx, manager.account_id, taken)
  return ways.byNumber || (ways.byApp && doesReach(ways.appReaches, enterpriseNumber))
}

/** In the rows too, and not only while the switch is off: what has ended does not come back when it is thrown again. */
async function endWithoutReach(tx: Transaction, enterpriseNumber: string, act: Act): Promise<void> {
  const rows = await tx
    .selectFrom('person_session')
    .select(['account_id', 'method', 'reaches'])
    .distinct()
    .where('ended_at', 'is', null)
    .where('method', 'in', ['password', 'provisional'])
    .where(({ or, exists, selectFrom }) =>
      or([
        exists(
          selectFrom('appointment')
            .select('appointment_id')
            .whereRef('appointment.account_id', '=', 'person_session.account_id')
            .where('enterprise_number', '=', enterpriseNumber),
        ),
        exists(
          selectFrom('quality_user')
            .select('quality_user_id')
            .whereRef('quality_user.account_id', '=', 'person_session.account_id')
            .where('enterprise_number', '=', enterpriseNumber),
        ),
      ]),
    )
    .orderBy('account_id')
    .execute()
  for (const { account_id: accountId, ...way } of rows) {
    const reach = await reachOf(tx, { accountId, ...way })
    if (reach.length === 0) await endAllOf(tx, accountId, 'passwordLoginOff', act, way)
  }
}

const UNKNOWN = refusal('SLU-UNKNOWN', 'There is no such enterprise.', 'Check the number.', {
  key: 'unknownEnterprise',
})
const STALE = refusal(
  'SLU-VERSION',
  'Somebody else has changed this enterprise meanwhile.',
  'Reload the page, look at what has changed, then repeat.',
  { key: 'staleVersion' },
)
const NO_ALTERNATIVE = refusal(
  'SLU-METHOD',
  'The main access manager has no other way to sign in.',
  'The main access manager first sets up an app for codes, in the own profile.',
  { key: 'noAlternativeLoginMethod' },
)
