/**
 * Another app for codes (rule 21.14). The present password and a code of the present app are asked for, or whoever has a session of
 * somebody else would take the access with it; who lost the app gets a new first sign-in.
 */
import { Corrupt } from '../../base/errors.ts'
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { LoginOrigin } from '../../registry/login-origin.ts'
import { actorOfOperator } from '../../registry/operators/operator.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { NOT_BEGUN } from '../code-app/set-up.ts'
import { DEFAULTS, makeCodeSettings, stepOfCode } from '../code-app/totp.ts'
import { databaseNow } from '../now.ts'
import { endOperatorSessions } from './end-sessions.ts'
import { secretOwner } from './invitations.ts'
import { forgetWrongProofs, proveOperator } from './prove.ts'
import { recordOperator } from './record.ts'
import { WRONG_CODE } from './refusals.ts'
import type { SignedIn } from './sessions.ts'
import type { OperatorSignInDeps } from './sign-in-deps.ts'

export type OfferedApp = {
  /** Of the app, in Base32. */
  readonly secret: string
  /** The same for the form, which nobody can fill with another. */
  readonly sealed: string
}

/** A new one each time: one that was shown before may be known to somebody else who had the session. */
export function offerApp(box: SecretBox, { sessionId }: Pick<SignedIn, 'sessionId'>): OfferedApp {
  const { secret } = makeCodeSettings()
  return { secret, sealed: box.seal(secret, 'codeApp', offeredTo(sessionId)).toString('base64url') }
}

/** The one that a form brings back; null when it is none of ours or of another session. */
export function offeredApp(
  box: SecretBox,
  { sessionId }: Pick<SignedIn, 'sessionId'>,
  sealed: string,
): OfferedApp | null {
  try {
    return { secret: box.open(Buffer.from(sealed, 'base64url'), 'codeApp', offeredTo(sessionId)), sealed }
  } catch (error) {
    if (error instanceof Corrupt) return null
    throw error
  }
}

export type OwnApp = {
  readonly password: string
  /** Of the app in use. */
  readonly presentCode: string
  readonly offered: OfferedApp | null
  /** Of the app that was offered. */
  readonly code: string
  readonly origin: LoginOrigin
}

/** Refuses: SLU-STATE (none was offered), SLU-INPUT (not its code), SLU-LOGIN, SLU-BUSY. Audit: `operator.appChanged`. */
export async function changeOperatorApp(
  deps: OperatorSignInDeps,
  signedIn: SignedIn,
  { offered, code, password, presentCode, origin }: OwnApp,
): Promise<Result<void, Refusal>> {
  if (!offered) return no(NOT_BEGUN)
  const { secret } = offered
  // Looked at first, so that a slip does not use up the code of the present app.
  const step = stepOfCode({ ...DEFAULTS, secret }, code, await databaseNow(deps.database.queries))
  if (step === null) return no(WRONG_CODE)
  const proof = { name: signedIn.operator.name, password, code: presentCode }
  return await proveOperator(deps, proof, origin, async (tx) => {
    await forgetWrongProofs(tx, signedIn.operatorId, origin)
    await putInUse(tx, deps.box, signedIn, { secret, step })
    return ok(undefined)
  })
}

type Chosen = { readonly secret: string; readonly step: number }

async function putInUse(
  tx: Transaction,
  box: SecretBox,
  { operatorId, sessionId, operator }: SignedIn,
  { secret, step }: Chosen,
): Promise<void> {
  await tx
    .updateTable('operator')
    .set({ secret_sealed: box.seal(secret, 'codeApp', secretOwner(operatorId)), last_step: step })
    .set({ pending_secret_sealed: null, invitation_hash: null, invitation_expires_at: null })
    .where('operator_id', '=', operatorId)
    .execute()
  await endOperatorSessions(tx, operatorId, 'appChanged', { except: sessionId })
  const act = { actor: actorOfOperator(operator) }
  await recordOperator(tx, act, { action: 'operator.appChanged', name: operator.name })
}

function offeredTo(sessionId: string): string {
  return `session:${sessionId}`
}
