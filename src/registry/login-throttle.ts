/**
 * Makes guessing slow (spec access.md §8.6, decision 30, case R9). Counters are rows, shared by all processes. Nobody can lock a user out
 * from elsewhere: what waits is an account from one origin, and an address outside the configured networks.
 */
import { sql } from 'kysely'
import type { Queries, Transaction } from '../database/database.ts'
import { writeAudit } from './audit.ts'
import type { LoginOrigin } from './login-origin.ts'
import type { LoginFault } from './logins.ts'

/** As `limits.loginFailures` has them. */
export type LoginLimits = {
  /** Failures of an account from one origin after which it waits; each further one doubles the wait. */
  readonly perAccount: number
  readonly perAddress: number
  /** Quiet time after which the failures of an address are forgotten. */
  readonly addressMinutes: number
  readonly lockSeconds: number
  /** The longest wait; also the quiet time after which the failures of an account are forgotten. */
  readonly lockSecondsMax: number
}

export type LoginFailure = {
  /** As the client gave it. */
  readonly account: string
  readonly origin: LoginOrigin
  readonly fault: LoginFault
}

const ACCOUNT_MAX = 64
const WAITING_MAX = 20
/** The row that counts all accounts of an origin. */
const ALL = ''

/** To be asked before a proof is looked at; while it waits nothing is counted. */
export async function isThrottled(queries: Queries, account: string, origin: LoginOrigin): Promise<boolean> {
  return (await secondsToWait(queries, account, origin)) > 0
}

/** How long the account still waits at this origin, in whole seconds, rounded up; 0 when it need not. */
export async function secondsToWait(queries: Queries, account: string, origin: LoginOrigin): Promise<number> {
  return (await countedAt(queries, account, origin)).seconds
}

export type Counted = {
  /** To wait, as above. */
  readonly seconds: number
  /** Failures of the account at this origin are counted, which a success would clear. */
  readonly hasFailed: boolean
}

/** For doors through which somebody comes so often that a success must not write each time. */
export async function countedAt(queries: Queries, account: string, { key }: LoginOrigin): Promise<Counted> {
  const waits = sql`max(blocked_until) filter (where blocked_until > now())`
  return await queries
    .selectFrom('login_throttle')
    .select(sql<number>`coalesce(ceil(extract(epoch from ${waits} - now()))::integer, 0)`.as('seconds'))
    .select(sql<boolean>`coalesce(bool_or(account <> ${ALL}), false)`.as('hasFailed'))
    .where('origin', '=', key)
    .where('account', 'in', [accountKey(account), ALL])
    .executeTakeFirstOrThrow()
}

export type WaitingLogin = { readonly account: string; readonly origin: string; readonly until: Date }

/** The log-ins of a sender's own accounts that have to wait now, wherever they come from. */
export async function waitingLoginsOf(queries: Queries, sender: string): Promise<WaitingLogin[]> {
  return await queries
    .selectFrom('login_throttle')
    .innerJoin('channel', 'channel.login_name', 'login_throttle.account')
    .select(['login_throttle.account', 'login_throttle.origin', 'login_throttle.blocked_until as until'])
    .where('channel.sender_number', '=', sender)
    .where('channel.state', '<>', 'removed')
    .where(({ eb, fn }) => eb('login_throttle.blocked_until', '>', fn<Date>('now')))
    .orderBy('login_throttle.blocked_until', 'desc')
    .limit(WAITING_MAX)
    .$narrowType<{ until: Date }>()
    .execute()
}

/**
 * Counts a refused log-in for the account and for its origin. The audit gets the true reason in an entry for the 1st, 2nd, 4th … failure
 * and for each wait, so that a flood costs few rows; a name that is no user's is not kept, for it may be a password in the wrong field.
 */
export async function countFailure(tx: Transaction, failure: LoginFailure, limits: LoginLimits): Promise<void> {
  const { account, origin, fault } = failure
  const { lockSecondsMax, addressMinutes, perAccount, perAddress } = limits
  const key = accountKey(account)
  if (key !== ALL) {
    const failures = await countOne(tx, key, origin.key, lockSecondsMax)
    const waitSeconds = await block(tx, key, origin.key, waitAfter(failures, perAccount, limits))
    if (fault !== 'unknownUser') await tell(tx, failure, `login:${key}`, failures, waitSeconds)
  }
  const failures = await countOne(tx, ALL, origin.key, addressMinutes * 60)
  const waitSeconds = await block(tx, ALL, origin.key, origin.isCapped ? waitAfter(failures, perAddress, limits) : 0)
  if (fault === 'unknownUser' || waitSeconds > 0) await tell(tx, failure, `origin:${origin.key}`, failures, waitSeconds)
}

/** After a log-in that went well; the origin's own count stays, or one good account would open the way for guessing at others. */
export async function clearFailures(queries: Queries, account: string, { key }: LoginOrigin): Promise<void> {
  await queries
    .deleteFrom('login_throttle')
    .where('account', '=', accountKey(account))
    .where('account', '<>', ALL)
    .where('origin', '=', key)
    .execute()
}

/** At every origin: after the password was renewed by somebody who may (spec access.md §6.2). */
export async function clearAllFailures(queries: Queries, account: string): Promise<void> {
  await queries.deleteFrom('login_throttle').where('account', '=', accountKey(account)).execute()
}

/** Deletes rows that no longer count; to be called now and then, or the table grows by every name that was ever tried. */
export async function forgetOldFailures(
  queries: Queries,
  limits: readonly Pick<LoginLimits, 'lockSecondsMax' | 'addressMinutes'>[],
): Promise<void> {
  const times = limits.flatMap(({ lockSecondsMax, addressMinutes }) => [lockSecondsMax, addressMinutes * 60])
  const quietSeconds = Math.max(...times)
  await queries.deleteFrom('login_throttle').where(isQuietFor(quietSeconds)).execute()
}

/** Seconds to wait after so many failures: none below the limit, then doubling up to the longest. */
export function waitAfter(failures: number, limit: number, { lockSeconds, lockSecondsMax }: LoginLimits): number {
  return failures < limit ? 0 : Math.min(lockSecondsMax, lockSeconds * 2 ** Math.min(failures - limit, 30))
}

function accountKey(account: string): string {
  return [...account.slice(0, 2 * ACCOUNT_MAX).replace(/[\p{C}\s]/gu, '?')].slice(0, ACCOUNT_MAX).join('') // whole characters
}

function isQuietFor(seconds: number) {
  return sql<boolean>`coalesce(login_throttle.blocked_until, login_throttle.first_failure_at) < now() - make_interval(secs => ${seconds})`
}

async function countOne(tx: Transaction, account: string, origin: string, quietSeconds: number): Promise<number> {
  const { failures } = await tx
    .insertInto('login_throttle')
    .values(({ fn }) => ({ account, origin, failures: 1, first_failure_at: fn<Date>('now') }))
    .onConflict((conflict) =>
      conflict.columns(['account', 'origin']).doUpdateSet(({ eb, fn, ref }) => {
        const isForgotten = isQuietFor(quietSeconds)
        const more = eb('login_throttle.failures', '+', 1)
        return {
          failures: eb.case().when(isForgotten).then(1).else(more).end(),
          first_failure_at: eb
            .case()
            .when(isForgotten)
            .then(fn<Date>('now'))
            .else(ref('login_throttle.first_failure_at'))
            .end(),
        }
      }),
    )
    .returning('failures')
    .executeTakeFirstOrThrow()
  return failures
}

async function block(tx: Transaction, account: string, origin: string, waitSeconds: number): Promise<number> {
  await tx
    .updateTable('login_throttle')
    .set({ blocked_until: waitSeconds > 0 ? sql`now() + make_interval(secs => ${waitSeconds})` : null })
    .where('account', '=', account)
    .where('origin', '=', origin)
    .execute()
  return waitSeconds
}

async function tell(
  tx: Transaction,
  { account, origin, fault }: LoginFailure,
  subject: string,
  failures: number,
  waitSeconds: number,
): Promise<void> {
  const isPowerOfTwo = (failures & (failures - 1)) === 0
  if (waitSeconds === 0 && !isPowerOfTwo) return
  const name = fault === 'unknownUser' ? {} : { account: accountKey(account) }
  const detail = { ...name, origin: origin.key, failures, waitSeconds }
  await writeAudit(tx, { actor: 'endpoint', action: 'login.refused', subject, reason: fault, detail })
}
