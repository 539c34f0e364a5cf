/** What an operator changes about the own proofs. Other sessions end with it, for they may be somebody else's (case R8). */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import type { LoginOrigin } from '../../registry/login-origin.ts'
import { clearFailures, countFailure } from '../../registry/login-throttle.ts'
import { actorOfOperator } from '../../registry/operators/operator.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { DEFAULTS, makeCodeSettings, stepOfCode } from '../code-app/totp.ts'
import { databaseNow } from '../now.ts'
import { type PasswordRefusal, passwordRefusal } from '../passwords/choose-password.ts'
import { judgePassword } from '../passwords/rule.ts'
import { waitOf } from '../sign-in/throttled.ts'
import { endOperatorSessions } from './end-sessions.ts'
import { secretOwner } from './invitations.ts'
import { recordOperator } from './record.ts'
import { WRONG, WRONG_CODE } from './refusals.ts'
import type { SignedIn } from './sessions.ts'
import type { OperatorSignInDeps } from './sign-in-deps.ts'

export type OwnPassword = {
  readonly old: string
  readonly password: string
  readonly confirmation: string
  readonly origin: LoginOrigin
}

/** Refuses: SLU-LOGIN (the old one is not it), SLU-BUSY, SLU-PASSWORD with all faults. Audit: `operator.passwordChanged`. */
export async function changeOperatorPassword(
  { database, passwords, rules }: OperatorSignInDeps,
  { operatorId, sessionId, operator }: SignedIn,
  { old, origin, ...chosen }: OwnPassword,
): Promise<Result<void, PasswordRefusal | Refusal>> {
  const { passwords: passwordRules, throttle } = rules()
  const key = `operator:${operatorId}`
  const wait = await waitOf(database.queries, key, [origin])
  if (wait) return no(wait)
  const stored = await passwordHashOf(database.queries, operatorId)
  if (!(await passwords.isRight(old, stored))) {
    await database.transaction((tx) => countFailure(tx, { account: key, origin, fault: 'badPassword' }, throttle))
    return no(WRONG)
  }
  await clearFailures(database.queries, key, origin)
  const faults = judgePassword({ ...chosen, identity: [operator.name] }, passwordRules)
  if (faults.length > 0) return no(passwordRefusal(faults, passwordRules))
  if (await passwords.isRight(chosen.password, stored)) return no(passwordRefusal(['passwordReused'], passwordRules))
  const hash = await passwords.hash(chosen.password)
  await database.transaction(async (tx) => {
    await tx.updateTable('operator').set({ password_hash: hash }).where('operator_id', '=', operatorId).execute()
    await endOperatorSessions(tx, operatorId, 'passwordChanged', { except: sessionId })
    await recordOperator(tx, ownAct(operator), { action: 'operator.passwordChanged', name: operator.name })
  })
  return ok(undefined)
}

/** A secret that waits for its first code; the one in use stays in use until then. The same again while it waits. */
export async function pendingApp(tx: Transaction, box: SecretBox, operatorId: string): Promise<string> {
  const row = await tx
    .selectFrom('operator')
    .select('pending_secret_sealed')
    .where('operator_id', '=', operatorId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  if (row.pending_secret_sealed) return box.open(row.pending_secret_sealed, 'codeApp', secretOwner(operatorId))
  const { secret } = makeCodeSettings()
  await tx
    .updateTable('operator')
    .set({ pending_secret_sealed: box.seal(secret, 'codeApp', secretOwner(operatorId)) })
    .where('operator_id', '=', operatorId)
    .execute()
  return secret
}

/** Refuses: SLU-INPUT. Audit: `operator.appChanged`. */
export async function confirmApp(
  tx: Transaction,
  box: SecretBox,
  { operatorId, sessionId, operator }: SignedIn,
  code: string,
): Promise<Result<void, Refusal>> {
  const secret = await pendingApp(tx, box, operatorId)
  const step = stepOfCode({ ...DEFAULTS, secret }, code, await databaseNow(tx))
  if (step === null) return no(WRONG_CODE)
  await tx
    .updateTable('operator')
    .set({ secret_sealed: box.seal(secret, 'codeApp', secretOwner(operatorId)), last_step: step })
    .set({ pending_secret_sealed: null, invitation_hash: null, invitation_expires_at: null })
    .where('operator_id', '=', operatorId)
    .execute()
  await endOperatorSessions(tx, operatorId, 'appChanged', { except: sessionId })
  await recordOperator(tx, ownAct(operator), { action: 'operator.appChanged', name: operator.name })
  return ok(undefined)
}

async function passwordHashOf(queries: Queries, operatorId: string): Promise<string | null> {
  const row = await queries
    .selectFrom('operator')
    .select('password_hash')
    .where('operator_id', '=', operatorId)
    .executeTakeFirst()
  return row?.password_hash ?? null
}

function ownAct(operator: SignedIn['operator']) {
  return { actor: actorOfOperator(operator) }
}
