/** What people change of themselves (matrix rows 11 and 12). */
import type { Refusal } from '../../base/refusal.ts'
import { ok, type Result } from '../../base/result.ts'
import type { Language } from '../../batch/languages.ts'
import { changeOwnPassword, type OwnPassword } from '../../identity/passwords/change-own-password.ts'
import { queueMessage } from '../../registry/outgoing-messages.ts'
import { editOwnData } from '../../registry/people/own-data.ts'
import { authorise } from '../../registry/policy/authorise.ts'
import type { Ask } from '../ask.ts'
import { visitorOf } from '../identity-ground.ts'
import { ANY_PROOF, askFresh } from './fresh.ts'

export type OwnDataWish = {
  readonly language: string
  readonly email: string | null
  readonly mobilePhone: string | null
  readonly expectedVersion: number
}

/**
 * First codes and new passwords go to these addresses, so another one asks for a fresh proof and is told to the former one (case R8).
 * Refuses: SLU-REAUTH, and as `authorise` and `editOwnData`.
 */
export async function changeOwnData(ask: Ask, wish: OwnDataWish): Promise<Result<void, Refusal>> {
  const { ground, actor, person: before } = ask
  const { accountId } = actor
  const isReachedElsewhere = wish.email !== before.email || plain(wish.mobilePhone) !== before.mobilePhone
  const fresh = isReachedElsewhere ? await askFresh(ask, ANY_PROOF) : ok(undefined)
  if (!fresh.ok) return fresh
  return ground.database.transaction(async (tx) => {
    const may = await authorise(tx, actor, { action: 'editOwnData', subject: accountId }, ground.rules)
    if (!may.ok) return may
    const asked = { ...wish, accountId, reaches: actor.reaches, language: wish.language as Language }
    const edited = await editOwnData(tx, asked, may.value)
    if (edited.ok && isReachedElsewhere && before.email !== null) {
      const { email: to, language } = before
      await queueMessage(tx, ground.box, { medium: 'mail', to, language, template: 'reach.changed', values: {} })
    }
    return edited
  })
}

/** As it is kept. */
function plain(mobilePhone: string | null): string | null {
  return mobilePhone?.replaceAll(' ', '') ?? null
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
