/** The first sign-in (rule 21.7): the person chooses a password and shows that the app works, and the code is used up. */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { actorOfOperator } from '../../registry/operators/operator.ts'
import { DEFAULTS, stepOfCode } from '../code-app/totp.ts'
import { databaseNow } from '../now.ts'
import { type PasswordRefusal, passwordRefusal } from '../passwords/choose-password.ts'
import { judgePassword } from '../passwords/rule.ts'
import { tokenHash } from '../tokens.ts'
import type { Visitor } from '../visitor.ts'
import { endOperatorSessions } from './end-sessions.ts'
import { findInvited, type Invited, isGood, secretOwner } from './invitations.ts'
import { recordOperator } from './record.ts'
import { NO_INVITATION, WRONG_CODE } from './refusals.ts'
import { beginOperatorSession } from './sessions.ts'
import type { Entered } from './sign-in.ts'
import type { OperatorSignInDeps } from './sign-in-deps.ts'

export type Enrolling = {
  readonly invitation: string
  readonly password: string
  readonly confirmation: string
  /** Of the app. */
  readonly code: string
}

/** Refuses: SLU-LOGIN (no such invitation), SLU-PASSWORD with all faults, SLU-INPUT (not the code). Audit: `operator.enrolled`. */
export async function enrolOperator(
  deps: OperatorSignInDeps,
  enrolling: Enrolling,
  visitor: Visitor,
): Promise<Result<Entered, PasswordRefusal | Refusal>> {
  const { database, box, passwords } = deps
  const rules = deps.rules()
  const invited = await findInvited(database.queries, box, enrolling.invitation)
  if (!invited) return no(NO_INVITATION)
  const faults = judgePassword({ ...enrolling, identity: [invited.name] }, rules.passwords)
  if (faults.length > 0) return no(passwordRefusal(faults, rules.passwords))
  const settings = { ...DEFAULTS, secret: invited.secret }
  const step = stepOfCode(settings, enrolling.code, await databaseNow(database.queries))
  if (step === null) return no(WRONG_CODE)
  const passwordHash = await passwords.hash(enrolling.password)
  return database.transaction(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('operator')
      .set(({ eb }) => ({
        ...{ password_hash: passwordHash, last_step: step, version: eb('version', '+', 1) },
        secret_sealed: box.seal(invited.secret, 'codeApp', secretOwner(invited.operatorId)),
        ...{ pending_secret_sealed: null, invitation_hash: null, invitation_expires_at: null },
      }))
      .where('operator_id', '=', invited.operatorId)
      .where('invitation_hash', '=', tokenHash(enrolling.invitation))
      .where(isGood)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return no(NO_INVITATION)
    await endOperatorSessions(tx, invited.operatorId, 'enrolled')
    const begun = { ...visitor, operatorId: invited.operatorId, method: 'password' } as const
    const { token, sessionId } = await beginOperatorSession(tx, begun, rules.sessions)
    await recordOperator(tx, { actor: actorOfOperator(invited) }, enrolled(invited, sessionId, visitor))
    return ok({ token })
  })
}

function enrolled({ name }: Invited, sessionId: string, { origin, traceId }: Visitor) {
  return { action: 'operator.enrolled', name, after: { sessionId, origin: origin.key, traceId } } as const
}
