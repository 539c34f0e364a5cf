/** Proving again who it is, before something that matters (spec access.md §8.6): the same person, under a new token (case R25). */
import type { Refusal } from '../../base/refusal.ts'
import { no, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import { BY_CODE, BY_PASSWORD } from '../methods.ts'
import { NO_SESSION, proveAgain, type Session } from '../sessions.ts'
import type { VerifiedIdentity } from '../verified-identity.ts'
import { ownAct, type Visitor } from '../visitor.ts'
import { whyNotTheCode } from './by-code.ts'
import { personOf } from './by-identity.ts'
import { findById } from './login-account.ts'
import { NOT_THE_SAME_PERSON } from './refusals.ts'
import type { SignInDeps } from './sign-in-deps.ts'
import { ANYWHERE, checkPassword } from './throttled.ts'

/** The session that is there, with the token that stands for it. */
export type Held = { readonly session: Session; readonly token: string }
type Renewed = Promise<Result<{ readonly token: string }, Refusal>>

/** Good where everybody of the enterprise has no more than a password. Refuses: SLU-LOGIN, SLU-BUSY. */
export async function proveAgainByPassword(deps: SignInDeps, held: Held, password: string, visitor: Visitor): Renewed {
  const { accountId } = held.session
  const account = await findById(deps.database.queries, accountId)
  if (!account) return no(NO_SESSION)
  const rules = deps.rules()
  const checked = await checkPassword(deps, { account, password, origin: visitor.origin }, rules.throttle)
  if (!checked.ok) return checked
  const act = ownAct(accountId, BY_PASSWORD, visitor.traceId)
  const proven = { ...BY_PASSWORD, reaches: account.passwordReaches }
  return deps.database.transaction((tx) => proveAgain(tx, held.token, proven, rules.sessions, act))
}

/** A code of the app, or a recovery code. Refuses: SLU-LOGIN, SLU-BUSY. */
export async function proveAgainByCode(deps: SignInDeps, held: Held, code: string, visitor: Visitor): Renewed {
  const { accountId } = held.session
  const rules = deps.rules()
  return deps.database.transaction(async (tx) => {
    const asked = { accountId, code, origins: [visitor.origin, ANYWHERE], traceId: visitor.traceId }
    const wrong = await whyNotTheCode(tx, deps.box, asked, rules)
    const account = wrong ? null : await findById(tx, accountId)
    if (!account) return no(wrong ?? NO_SESSION)
    const proven = { ...BY_CODE, reaches: account.appReaches }
    return proveAgain(tx, held.token, proven, rules.sessions, ownAct(accountId, BY_CODE, visitor.traceId))
  })
}

/** A card or an identity provider. Refuses: SLU-LOGIN, with `notTheSamePerson` for anybody else's proof. */
export async function proveAgainByIdentity(
  tx: Transaction,
  deps: Pick<SignInDeps, 'box' | 'rules'>,
  held: Held,
  { identity, visitor }: { readonly identity: VerifiedIdentity; readonly visitor: Visitor },
): Renewed {
  const { accountId } = held.session
  if ((await personOf(tx, deps.box, identity)) !== accountId) return no(NOT_THE_SAME_PERSON)
  const proof = { method: identity.method, assurance: identity.assurance, reaches: null }
  return proveAgain(tx, held.token, proof, deps.rules().sessions, ownAct(accountId, proof, visitor.traceId))
}
