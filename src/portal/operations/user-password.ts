/** A manager sets a new password for a user (matrix row 10), who has to change it at once. */
import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import { choosePassword } from '../../identity/passwords/choose-password.ts'
import { resetPassword } from '../../identity/passwords/set-password.ts'
import { allOrNothing } from '../../registry/all-or-nothing.ts'
import type { UserKey } from '../../registry/people/user-rows.ts'
import type { Acting } from './acting.ts'
import { mayChange } from './users.ts'

export type TypedTwice = { readonly password: string; readonly confirmation: string }

/**
 * Judged before the password is looked at, and again when it is set, because hashing takes long and nobody waits for it.
 * Refuses: SLU-MISSING, SLU-RIGHTS, SLU-REAUTH, SLU-UNKNOWN, SLU-PASSWORD with all faults, SLU-METHOD, SLU-STATE, SLU-CONFLICT.
 */
export async function setUserPassword(acting: Acting, key: UserKey, typed: TypedTwice): Promise<Result<void, Refusal>> {
  const { database, box, identity, access } = acting.ground
  const may = await database.transaction((tx) => mayChange(tx, acting, 'resetPassword', key))
  if (!may.ok) return may
  const rules = identity.passwordRules()
  const deps = { queries: database.queries, box, passwords: identity.signIn.passwords }
  const chosen = await choosePassword(deps, { accountId: may.value.accountId, ...typed, isForAnother: true }, rules)
  if (!chosen.ok) return chosen
  return database.transaction((tx) =>
    allOrNothing(tx, async () => {
      const still = await mayChange(tx, acting, 'resetPassword', key)
      if (!still.ok) return still
      const { accountId: _, ...act } = still.value
      const { temporarySeconds } = access()
      const { enterpriseNumber } = key
      return resetPassword(tx, { password: chosen.value, enterpriseNumber }, { ...rules, temporarySeconds }, act)
    }),
  )
}
