/** A card or an identity provider has said who it is: in, or once more for a session that is there (spec access.md §8.2, §8.3, §8.6). */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { NO_SESSION } from '../../identity/sessions.ts'
import { signInByIdentity } from '../../identity/sign-in/by-identity.ts'
import { proveAgainByIdentity } from '../../identity/sign-in/prove-again.ts'
import type { VerifiedIdentity } from '../../identity/verified-identity.ts'
import type { Visit } from '../ask.ts'
import { visitorOf } from '../identity-ground.ts'

/** What a way that leads elsewhere is to end in; kept in the attempt. */
export type Purpose = {
  readonly isAgain: boolean
  /** The page that was asked for; whether it is one of ours is asked when it is used. */
  readonly returnTo: string | undefined
}

export type Entered = { readonly token: string; readonly isLimited: boolean }

/** Refuses as `signInByIdentity` and `proveAgainByIdentity`. */
export function enterBy(
  visit: Visit,
  verified: VerifiedIdentity,
  { isAgain }: Pick<Purpose, 'isAgain'>,
): Promise<Result<Entered, Refusal>> {
  const { ground, member, cookies } = visit
  const { signIn: deps } = ground.identity
  const visitor = visitorOf(visit)
  return ground.database.transaction(async (tx) => {
    if (!isAgain) return signInByIdentity(tx, deps, verified, visitor)
    if (!member || cookies.session === undefined) return no(NO_SESSION)
    const held = { session: member.session, token: cookies.session }
    const proven = await proveAgainByIdentity(tx, deps, held, { identity: verified, visitor })
    return proven.ok ? ok({ ...proven.value, isLimited: false }) : proven
  })
}

/** As words in an attempt, and back. */
export function wordsOf({ isAgain, returnTo }: Purpose): Record<string, string> {
  return { purpose: isAgain ? 'again' : 'signIn', ...(returnTo !== undefined && { returnTo }) }
}

export function purposeIn({ purpose, returnTo }: Readonly<Record<string, string>>): Purpose {
  return { isAgain: purpose === 'again', returnTo }
}
