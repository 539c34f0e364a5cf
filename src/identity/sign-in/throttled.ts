/** Proofs are looked at only while nobody guesses (spec access.md §8.6, rule 11.5, cases R9, R24). */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Database, Queries, Transaction } from '../../database/database.ts'
import type { LoginOrigin } from '../../registry/login-origin.ts'
import { clearFailures, countFailure, type LoginLimits, secondsToWait } from '../../registry/login-throttle.ts'
import type { PasswordHasher } from '../passwords/hash.ts'
import { tooManyFailures, WRONG } from './refusals.ts'

/**
 * Under which failures are counted: by the account, not by what was typed, so that the audit names nobody. An unknown name has a counter
 * of its own too, and waits as long.
 */
export function passwordKey(accountId: string | null, typed = ''): string {
  return accountId ? `person:${accountId}` : `person:?${typed.trim().toLowerCase()}`
}

export function codeKey(accountId: string | null, typed = ''): string {
  return accountId ? `code:${accountId}` : `code:?${typed.trim().toLowerCase()}`
}

/**
 * rule 11.6: codes after a right password are counted wherever they come from: a million codes are few for somebody with many addresses,
 * and who does not know the password cannot make the person wait.
 */
export const ANYWHERE: LoginOrigin = { key: 'anywhere', isCapped: false }

/**
 * Codes without a password, of all user names together: nothing stands before them, and one guess at each of many names is as good as many
 * at one. An address is capped for all that it tries; a network is not, so that these sign-ins alone wait there.
 */
const CODES_ALONE = 'code:*'

/** Refuses: SLU-BUSY. */
export async function waitOfCodesAlone(queries: Queries, origin: LoginOrigin): Promise<Refusal | null> {
  return origin.isCapped ? null : waitOf(queries, CODES_ALONE, [origin])
}

/** As many failures as an address may have; beside the count of the account. */
export async function countCodeAlone(tx: Transaction, origin: LoginOrigin, limits: LoginLimits): Promise<void> {
  if (origin.isCapped) return
  const failure = { account: CODES_ALONE, origin, fault: 'badCode' } as const
  await countFailure(tx, failure, { ...limits, perAccount: limits.perAddress })
}

export async function waitOf(queries: Queries, key: string, origins: readonly LoginOrigin[]): Promise<Refusal | null> {
  let seconds = 0
  for (const origin of origins) seconds = Math.max(seconds, await secondsToWait(queries, key, origin))
  return seconds > 0 ? tooManyFailures(seconds) : null
}

export type PasswordProof = {
  readonly account: { readonly accountId: string; readonly passwordHash: string | null } | null
  /** The user name as it was typed. */
  readonly typed?: string
  readonly password: string
  readonly origin: LoginOrigin
}

/**
 * Whether the password is right; counts it when it is not. The waiting time is asked again when its turn has come, so that guesses
 * that came at once do not all pass. Refuses: SLU-LOGIN, SLU-BUSY (`tooManyFailures`).
 */
export async function checkPassword(
  deps: { readonly database: Database; readonly passwords: PasswordHasher },
  { account, typed, password, origin }: PasswordProof,
  limits: LoginLimits,
): Promise<Result<void, Refusal>> {
  const { database, passwords } = deps
  const key = passwordKey(account?.accountId ?? null, typed)
  const early = await waitOf(database.queries, key, [origin])
  if (early) return no(early)
  return passwords.inTurn(async (isRight) => {
    const late = await waitOf(database.queries, key, [origin])
    if (late) return no(late)
    if (await isRight(password, account?.passwordHash ?? null)) {
      await clearFailures(database.queries, key, origin)
      return ok(undefined)
    }
    const fault = account ? 'badPassword' : 'unknownUser'
    await database.transaction((tx) => countFailure(tx, { account: key, origin, fault }, limits))
    return no(WRONG)
  })
}

export async function countWrongCode(
  tx: Transaction,
  key: string,
  { origins, isKnown }: { readonly origins: readonly LoginOrigin[]; readonly isKnown: boolean },
  limits: LoginLimits,
): Promise<void> {
  const fault = isKnown ? 'badCode' : 'unknownUser'
  for (const origin of origins) await countFailure(tx, { account: key, origin, fault }, limits)
}
