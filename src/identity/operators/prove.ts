/** What an operator signs in with and changes the own app with (rule 21.9): a name, a password and the code of an app, always all three. */
import type { Refusal } from '../../base/refusal.ts'
import { no, type Result } from '../../base/result.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import { clearFailures, countFailure, secondsToWait } from '../../registry/login-throttle.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { type CodeSettings, DEFAULTS, makeCodeSettings, stepOfCode } from '../code-app/totp.ts'
import { databaseNow } from '../now.ts'
import { ANYWHERE, waitOf } from '../sign-in/throttled.ts'
import type { Visitor } from '../visitor.ts'
import { secretOwner } from './invitations.ts'
import { WRONG } from './refusals.ts'
import type { OperatorRules, OperatorSignInDeps } from './sign-in-deps.ts'

export type OperatorProof = { readonly name: string; readonly password: string; readonly code: string }

/**
 * Does the work if all three are right. The same path, the same work and the same answer whatever is wrong, also for a name that nobody has
 * (case R24). The waiting time is asked again when its turn has come, so that guesses that came at once do not all pass.
 * Refuses: SLU-LOGIN, SLU-BUSY, and as the work does.
 */
export async function proveOperator<Value>(
  deps: OperatorSignInDeps,
  proof: OperatorProof,
  origin: Visitor['origin'],
  work: (tx: Transaction, account: LoginOperator) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  const { database, box, passwords } = deps
  const account = await loginOperator(database.queries, box, proof.name)
  const key = keyOf('operator', account, proof.name)
  const early = await waitOf(database.queries, key, [origin])
  if (early) return no(early)
  return passwords.inTurn(async (isRight) => {
    const late = await waitOf(database.queries, key, [origin])
    if (late) return no(late)
    const isPasswordRight = await isRight(proof.password, account?.passwordHash ?? null)
    return database.transaction(async (tx) => {
      const isCodeRight = await takeOperatorCode(tx, account, proof.code)
      if (account && isPasswordRight && isCodeRight) return work(tx, account)
      await count(tx, { account, isPasswordRight, proof, origin }, deps.rules())
      return no(WRONG)
    })
  })
}

/** After a proof that was right. */
export async function forgetWrongProofs(tx: Transaction, operatorId: string, origin: Visitor['origin']): Promise<void> {
  for (const key of [`operator:${operatorId}`, `operatorCode:${operatorId}`]) await clearFailures(tx, key, origin)
}

export type LoginOperator = {
  readonly operatorId: string
  readonly name: string
  readonly passwordHash: string | null
  readonly settings: CodeSettings | null
  readonly isLocked: boolean
}

async function loginOperator(queries: Queries, box: SecretBox, name: string): Promise<LoginOperator | null> {
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
async function takeOperatorCode(tx: Transaction, account: LoginOperator | null, code: string): Promise<boolean> {
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

type Failed = {
  readonly account: LoginOperator | null
  readonly isPasswordRight: boolean
  readonly proof: OperatorProof
  readonly origin: Visitor['origin']
}

/** Codes after a right password count wherever they come from: a million are few for somebody with many addresses. */
async function count(tx: Transaction, failed: Failed, { throttle }: OperatorRules): Promise<void> {
  const { account, isPasswordRight, proof, origin } = failed
  const fault = account === null ? 'unknownUser' : isPasswordRight ? 'badCode' : 'badPassword'
  await countFailure(tx, { account: keyOf('operator', account, proof.name), origin, fault }, throttle)
  if (fault !== 'badCode') return
  await countFailure(tx, { account: keyOf('operatorCode', account, ''), origin: ANYWHERE, fault }, throttle)
}

function keyOf(kind: 'operator' | 'operatorCode', account: LoginOperator | null, typed: string): string {
  return account ? `${kind}:${account.operatorId}` : `${kind}:?${typed.trim().toLowerCase()}`
}
