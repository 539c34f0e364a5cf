/**
 * What an administrator or the host changes about an operator, each with a reason (rule 21.8). Whatever takes something away ends the
 * sessions too, so that it holds at once and stays so when it is given back.
 */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { ReasonedAct } from '../../registry/audit.ts'
import type { OperatorRole } from '../../registry/operators/operator.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { holdOperators } from './administrators.ts'
import { endOperatorSessions } from './end-sessions.ts'
import { findOperator, type OperatorRecord } from './find.ts'
import { makeInvitation } from './invitations.ts'
import { recordOperator } from './record.ts'

type Done = Promise<Result<void, Refusal>>

/** Audit: `operator.roleChanged`. */
export function changeRole(tx: Transaction, name: string, role: OperatorRole, act: ReasonedAct): Done {
  return change(tx, name, async (operator) => {
    await set(tx, operator, { role })
    await endOperatorSessions(tx, operator.operatorId, 'roleChanged')
    const [before, after] = [{ role: operator.role }, { role }]
    await recordOperator(tx, act, { action: 'operator.roleChanged', name, before, after })
  })
}

/** Audit: `operator.contentsChanged`. */
export function changeContents(tx: Transaction, name: string, mayReadContents: boolean, act: ReasonedAct): Done {
  return change(tx, name, async (operator) => {
    await set(tx, operator, { may_read_contents: mayReadContents })
    const [before, after] = [{ mayReadContents: operator.mayReadContents }, { mayReadContents }]
    await recordOperator(tx, act, { action: 'operator.contentsChanged', name, before, after })
  })
}

/** Audit: `operator.locked`. */
export function lockOperator(tx: Transaction, name: string, act: ReasonedAct): Done {
  return change(tx, name, async (operator) => {
    await set(tx, operator, { locked_at: new Date() })
    const ended = await endOperatorSessions(tx, operator.operatorId, 'locked')
    await recordOperator(tx, act, { action: 'operator.locked', name, after: { sessionsEnded: ended } })
  })
}

/** Audit: `operator.unlocked`. */
export function unlockOperator(tx: Transaction, name: string, act: ReasonedAct): Done {
  return change(tx, name, async (operator) => {
    await set(tx, operator, { locked_at: null })
    await recordOperator(tx, act, { action: 'operator.unlocked', name })
  })
}

/** The name stays taken, everything that proves the person is gone. Audit: `operator.deleted`. */
export function deleteOperator(tx: Transaction, name: string, act: ReasonedAct): Done {
  return change(tx, name, async (operator) => {
    await set(tx, operator, { deleted_at: new Date(), ...NOTHING })
    const ended = await endOperatorSessions(tx, operator.operatorId, 'deleted')
    await recordOperator(tx, act, { action: 'operator.deleted', name, after: { sessionsEnded: ended } })
  })
}

/** All sessions, without a change of anything else. Audit: `operator.sessionsEnded`. */
export function signOutOperator(tx: Transaction, name: string, act: ReasonedAct): Done {
  return change(tx, name, async (operator) => {
    const ended = await endOperatorSessions(tx, operator.operatorId, 'endedByAdministrator')
    await recordOperator(tx, act, { action: 'operator.sessionsEnded', name, after: { sessionsEnded: ended } })
  })
}

/** A new code for the first sign-in, and for who has lost password or telephone. Audit: `operator.invited`. */
export async function inviteOperator(
  tx: Transaction,
  box: SecretBox,
  { name, seconds }: { readonly name: string; readonly seconds: number },
  act: ReasonedAct,
): Promise<Result<{ readonly code: string }, Refusal>> {
  let code = ''
  const done = await change(tx, name, async ({ operatorId }) => {
    code = await makeInvitation(tx, box, { operatorId, seconds })
    await recordOperator(tx, act, { action: 'operator.invited', name })
  })
  return done.ok ? ok({ code }) : done
}

/** Holds the operators, then the row. Refuses: SLU-UNKNOWN. */
async function change(tx: Transaction, name: string, make: (operator: OperatorRecord) => Promise<void>): Done {
  await holdOperators(tx)
  await tx.selectFrom('operator').select('operator_id').where('name', '=', name).forNoKeyUpdate().execute()
  const operator = await findOperator(tx, name)
  if (!operator || operator.state === 'deleted') return no(NO_OPERATOR)
  await make(operator)
  return ok(undefined)
}

const NOTHING = {
  ...{ password_hash: null, secret_sealed: null, pending_secret_sealed: null, issuer: null, subject: null },
  ...{ invitation_hash: null, invitation_expires_at: null },
} as const

type Values = Partial<typeof NOTHING> & {
  readonly role?: OperatorRole
  readonly may_read_contents?: boolean
  readonly locked_at?: Date | null
  readonly deleted_at?: Date
}

async function set(tx: Transaction, { operatorId }: OperatorRecord, values: Values): Promise<void> {
  await tx
    .updateTable('operator')
    .set(({ eb }) => ({ ...values, version: eb('version', '+', 1) }))
    .where('operator_id', '=', operatorId)
    .execute()
}

export const NO_OPERATOR = refusal('SLU-UNKNOWN', 'There is no operator of this name.', 'Look at the list.', {
  key: 'noSuchOperator',
})
