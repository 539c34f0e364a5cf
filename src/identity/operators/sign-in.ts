/** Signing in to the console: a name, a password and the code of an app, always all three together (rule 21.9). */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import { clearFailures, countFailure, secondsToWait } from '../../registry/login-throttle.ts'
import { actorOfOperator } from '../../registry/operators/operator.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { type CodeSettings, DEFAULTS, makeCodeSettings, stepOfCode } from '../code-app/totp.ts'
import { databaseNow } from '../now.ts'
import { ANYWHERE, waitOf } from '../sign-in/throttled.ts'
import type { Visitor } from '../visitor.ts'
import { secretOwner } from './invitations.ts'
import { recordOperator } from './record.ts'
import { LOCKED, WRONG } from './refusals.ts'
import { beginOperatorSession } from './sessions.ts'
import type { OperatorRules, OperatorSignInDeps } from './sign-in-deps.ts'

export type OperatorProof = { readonly name: string; readonly password: string; readonly code: string }
export type Entered = { readonly token: string }

/**
 * The same path, the same work and the same answer whatever is wrong, also for a name that nobody has (case R24). The waiting time is
 * asked again when its turn has come, so that guesses that came at once do not all pass. Refuses: SLU-LOGIN, SLU-BUSY.
 */
export async function signInOperator(
  deps: OperatorSignInDeps,
  proof: OperatorProof,
  visitor: Visitor,
): Promise<Result<Entered, Refusal>> {
  const { database, box, passwords } = deps
  const rules = deps.rules()
  const account = await loginOperator(database.queries, box, proof.name)
  const key = keyOf('operator', account, proof.name)
  const early = await waitOf(database.queries, key, [visitor.origin])
  if (early) return no(early)
  return passwords.inTurn(async (isRight) => {
    const late = await waitOf(database.queries, key, [visitor.origin])
    if (late) return no(late)
    const isPasswordRight = await isRight(proof.password, account?.passwordHash ?? null)
    return database.transaction(async (tx) => {
      const isCodeRight = await takeOperatorCode(tx, account, proof.code)
      if (account && isPasswordRight && isCodeRight) return enter(tx, account, visitor, rules)
      await count(tx, { account, isPasswordRight, proof, visitor }, rules)
      return no(WRONG)
    })
  })
}

export type LoginOperator = {
  readonly operatorId: string
  readonly name: string
  readonly passwordHash: string | null
  readonly settings: CodeSettings | null
  readonly isLocked: boolean
}

export async function loginOperator(queries: Queries, box: SecretBox, name: string): Promise<LoginOperator | null> {
  const row = await queries
    .selectFrom('operator')
    .select(['operator_id', 'name', 'password_hash', 'secret_sealed', 'locked_at'])
    .where('name', '=', name.trim().toLowerCase())
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) return null
  const { operator_id: operatorId, secret_sealed: sealed } = row
  const secret = sealed && box.open(sealed, 'codeApp', secretOwner(operatorId))
  return {
    ...{ operatorId, name: row.name, passwordHash: row.password_hash, isLocked: row.locked_at !== null },
    settings: secret === null ? null : { ...DEFAULTS, secret },
  }
}

const NOBODYS = makeCodeSettings()

/** Whether it is a code that was not used before; a right one is used up even when the password is wrong. While codes wait, none is right. */
export async function takeOperatorCode(tx: Transaction, account: LoginOperator | null, code: string): Promise<boolean> {
  const waits = (await secondsToWait(tx, keyOf('operatorCode', account, ''), ANYWHERE)) > 0
  const step = stepOfCode(account?.settings ?? NOBODYS, code, await databaseNow(tx))
  const { numUpdatedRows } = await tx
    .updateTable('operator')
    .set({ last_step: step ?? 0 })
    .where('operator_id', '=', account?.operatorId ?? NOBODY)
    .where('last_step', '<', step ?? 0) // in the statement itself, so that of two requests at once one is right
    .executeTakeFirst()
  return numUpdatedRows > 0n && account?.settings !== null && !waits
}

const NOBODY = '00000000-0000-0000-0000-000000000000'

async function enter(
  tx: Transaction,
  { operatorId, name, isLocked }: LoginOperator,
  { origin, address, client, traceId }: Visitor,
  rules: OperatorRules,
): Promise<Result<Entered, Refusal>> {
  const act = { actor: actorOfOperator({ name }) }
  if (isLocked) {
    await recordOperator(tx, act, { action: 'operator.refused', name, after: { why: 'locked', origin: origin.key } })
    return no(LOCKED)
  }
  for (const key of [`operator:${operatorId}`, `operatorCode:${operatorId}`]) await clearFailures(tx, key, origin)
  const begun = { operatorId, method: 'password', address, client } as const
  const { token, sessionId } = await beginOperatorSession(tx, begun, rules.sessions)
  const after = { sessionId, method: 'password', origin: origin.key, traceId }
  await recordOperator(tx, act, { action: 'operator.signedIn', name, after })
  return ok({ token })
}

type Failed = {
  readonly account: LoginOperator | null
  readonly isPasswordRight: boolean
  readonly proof: OperatorProof
  readonly visitor: Visitor
}

/** Codes after a right password count wherever they come from: a million are few for somebody with many addresses. */
async function count(tx: Transaction, failed: Failed, { throttle }: OperatorRules): Promise<void> {
  const { account, isPasswordRight, proof, visitor } = failed
  const { origin } = visitor
  const fault = account === null ? 'unknownUser' : isPasswordRight ? 'badCode' : 'badPassword'
  await countFailure(tx, { account: keyOf('operator', account, proof.name), origin, fault }, throttle)
  if (fault !== 'badCode') return
  await countFailure(tx, { account: keyOf('operatorCode', account, ''), origin: ANYWHERE, fault }, throttle)
}

function keyOf(kind: 'operator' | 'operatorCode', account: LoginOperator | null, typed: string): string {
  return account ? `${kind}:${account.operatorId}` : `${kind}:?${typed.trim().toLowerCase()}`
}
