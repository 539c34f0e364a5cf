/** What people change of themselves (matrix rows 11 and 12). */
import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import type { Language } from '../../batch/languages.ts'
import { changeOwnPassword, type OwnPassword } from '../../identity/passwords/change-own-password.ts'
import { editOwnData } from '../../registry/people/own-data.ts'
import { authorise } from '../../registry/policy/authorise.ts'
import type { Ask } from '../ask.ts'
import { visitorOf } from '../identity-ground.ts'

export type OwnDataWish = {
  readonly language: string
  readonly email: string | null
  readonly mobilePhone: string | null
  readonly expectedVersion: number
}

/** Refuses as `authorise` and `editOwnData`. */
export function changeOwnData({ ground, actor }: Ask, wish: OwnDataWish): Promise<Result<void, Refusal>> {
  const { accountId } = actor
  return ground.database.transaction(async (tx) => {
    const may = await authorise(tx, actor, { action: 'editOwnData', subject: accountId }, ground.rules)
    if (!may.ok) return may
    return editOwnData(tx, { ...wish, accountId, language: wish.language as Language }, may.value)
  })
}

/** Resolves with the new token of the session. Refuses as `authorise` and `changeOwnPassword`. */
export async function renewOwnPassword(
  ask: Ask,
  chosen: OwnPassword,
): Promise<Result<{ readonly token: string }, Refusal>> {
  const { ground, actor, session, cookies } = ask
  const asked = { action: 'changeOwnPassword', subject: actor.accountId } as const
  const may = await ground.database.transaction((tx) => authorise(tx, actor, asked, ground.rules))
  if (!may.ok) return may
  const { signIn, passwordRules } = ground.identity
  const held = { session, token: cookies.session ?? '' }
  return changeOwnPassword(signIn, held, chosen, { rules: passwordRules(), visitor: visitorOf(ask) })
}
