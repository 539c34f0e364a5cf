/** Before something that matters (spec access.md §8.6): the same person proves again who it is, and the session goes on under a new token. */
import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import { proveAgainByCode, proveAgainByPassword } from '../../identity/sign-in/prove-again.ts'
import type { Ask } from '../ask.ts'
import { visitorOf } from '../identity-ground.ts'

/** By the code when there is one. Refuses: SLU-LOGIN, SLU-BUSY. */
export function proveOneselfAgain(
  ask: Ask,
  { code, password }: { readonly code: string; readonly password: string },
): Promise<Result<{ readonly token: string }, Refusal>> {
  const { session, cookies, ground } = ask
  const held = { session, token: cookies.session ?? '' }
  const { signIn } = ground.identity
  return code === ''
    ? proveAgainByPassword(signIn, held, password, visitorOf(ask))
    : proveAgainByCode(signIn, held, code, visitorOf(ask))
}
