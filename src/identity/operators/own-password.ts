/** What an operator changes about the own password. Other sessions end with it, for they may be somebody else's (case R8). */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries } from '../../database/database.ts'
import type { LoginOrigin } from '../../registry/login-origin.ts'
import { clearFailures, countFailure } from '../../registry/login-throttle.ts'
import { actorOfOperator } from '../../registry/operators/operator.ts'
import { type PasswordRefusal, passwordRefusal } from '../passwords/choose-password.ts'
import { judgePassword } from '../passwords/rule.ts'
import { waitOf } from '../sign-in/throttled.ts'
import { endOperatorSessions } from './end-sessions.ts'
import { recordOperator } from './record.ts'
import { WRONG } from './refusals.ts'
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
    await recordOperator(
      tx,
      { actor: actorOfOperator(operator) },
      { action: 'operator.passwordChanged', name: operator.name },
    )
  })
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
