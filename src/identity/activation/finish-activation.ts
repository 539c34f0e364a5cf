/** After link and code: a password, then an app, whose first code activates and signs in (decision 35). */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import { allOrNothing } from '../../registry/all-or-nothing.ts'
import type { Reaches } from '../../registry/policy/reach.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { type Attempt, findAttempt, takeAttempt } from '../attempts.ts'
import { type AppLabel, beginCodeApp, confirmCodeApp, type PendingCodeApp } from '../code-app/set-up.ts'
import { holdAccount } from '../hold-account.ts'
import { BY_CODE } from '../methods.ts'
import { type ChosenRules, choosePassword } from '../passwords/choose-password.ts'
import { setOwnPassword } from '../passwords/set-password.ts'
import { holdWaitingEnterprises } from '../sign-in/activate-enterprises.ts'
import { type Admitted, admit } from '../sign-in/admit.ts'
import { findById } from '../sign-in/login-account.ts'
import type { SignInDeps } from '../sign-in/sign-in-deps.ts'
import { ownAct, type Visitor } from '../visitor.ts'
import { voidActivations } from './issue-activation.ts'
import { ACTIVATING } from './redeem-activation.ts'

export type Activation = {
  readonly accountId: string
  readonly username: string
  readonly hasPassword: boolean
  /** What password and app will count for: the enterprises that gave the addresses to which link and code went. */
  readonly reaches: Reaches
}

/** Who is activating: for the page, which shows the user name. Null when it is over. */
export async function findActivation(queries: Queries, box: SecretBox, attempt: string): Promise<Activation | null> {
  const accountId = accountOf(await findAttempt(queries, box, attempt, 'activation'))
  if (!accountId) return null
  const row = await queries
    .selectFrom('account')
    .select(['username', 'password_set_by', 'vouched_by'])
    .where('account_id', '=', accountId)
    .where('state', '<>', 'closed')
    .executeTakeFirst()
  if (!row) return null
  const hasPassword = row.password_set_by === 'self'
  return { accountId, username: row.username ?? '', hasPassword, reaches: row.vouched_by }
}

/** Can be repeated until the end. Refuses: SLU-STATE (`activationOver`), SLU-PASSWORD, SLU-CONFLICT. */
export async function setActivationPassword(
  deps: SignInDeps,
  chosen: { readonly attempt: string; readonly password: string; readonly confirmation: string },
  { rules, visitor }: { readonly rules: ChosenRules; readonly visitor: Visitor },
): Promise<Result<void, Refusal>> {
  const { queries } = deps.database
  const activation = await findActivation(queries, deps.box, chosen.attempt)
  if (!activation) return no(OVER)
  const { accountId } = activation
  const judged = await choosePassword({ ...deps, queries }, { ...chosen, accountId }, rules)
  if (!judged.ok) return judged
  const act = ownAct(accountId, BY_CODE, visitor.traceId)
  return deps.database.transaction(async (tx) => {
    await holdAccount(tx, accountId)
    // Hashing took long: it may have been taken away meanwhile.
    const held = await findActivation(tx, deps.box, chosen.attempt)
    return held ? setOwnPassword(tx, judged.value, { ...rules, reaches: held.reaches }, act) : no(OVER)
  })
}

/** Refuses: SLU-STATE (`activationOver`, `passwordFirst`). */
export async function beginActivationApp(
  queries: Queries,
  box: SecretBox,
  { attempt, label, seconds }: { readonly attempt: string; readonly label: AppLabel; readonly seconds: number },
): Promise<Result<PendingCodeApp, Refusal>> {
  const activation = await findActivation(queries, box, attempt)
  if (!activation) return no(OVER)
  if (!activation.hasPassword) return no(PASSWORD_FIRST)
  return ok(await beginCodeApp(queries, box, { accountId: activation.accountId, label, seconds }))
}

/**
 * Activates the account, and the enterprises that wait for this person; whatever else was begun for it is void. All or nothing, so that nobody
 * has an app without having seen the recovery codes. Refuses: SLU-STATE (`activationOver`, `passwordFirst`,
 * `codeAppNotBegun`), SLU-INPUT (`codeAppWrongCode`), and what `admit` refuses.
 */
export async function finishActivation(
  deps: SignInDeps,
  asked: { readonly attempt: string; readonly app: string; readonly code: string },
  visitor: Visitor,
): Promise<Result<Admitted & { readonly recoveryCodes: readonly string[] }, Refusal>> {
  return deps.database.transaction((tx) => allOrNothing(tx, () => finish(tx, deps, asked, visitor)))
}

async function finish(
  tx: Transaction,
  deps: SignInDeps,
  asked: { readonly attempt: string; readonly app: string; readonly code: string },
  visitor: Visitor,
): Promise<Result<Admitted & { readonly recoveryCodes: readonly string[] }, Refusal>> {
  const activation = await findActivation(tx, deps.box, asked.attempt)
  if (!activation) return no(OVER)
  if (!activation.hasPassword) return no(PASSWORD_FIRST)
  const { accountId, reaches } = activation
  const act = ownAct(accountId, BY_CODE, visitor.traceId)
  const proof = { ...BY_CODE, reaches }
  const waiting = await holdWaitingEnterprises(tx, accountId, proof)
  const app = { accountId, token: asked.app, code: asked.code, reaches }
  const confirmed = await confirmCodeApp(tx, deps.box, app, act)
  if (!confirmed.ok) return confirmed
  const isMine = await takeAttempt(tx, deps.box, asked.attempt, 'activation')
  const seen = await findById(tx, accountId)
  if (!isMine || !seen) return no(OVER)
  await voidActivations(tx, accountId)
  const admitted = await admit(tx, deps, { seen, proof, visitor, waiting })
  return admitted.ok ? ok({ ...admitted.value, recoveryCodes: confirmed.value.recoveryCodes }) : admitted
}

function accountOf(attempt: Attempt | null): string | null {
  return attempt?.body.purpose === ACTIVATING ? attempt.accountId : null
}

const OVER = refusal('SLU-STATE', 'This activation is over.', 'Have it issued again, and finish it within an hour.', {
  key: 'activationOver',
})
const PASSWORD_FIRST = refusal('SLU-STATE', 'There is no password yet.', 'Choose a password first.', {
  key: 'passwordFirst',
})
