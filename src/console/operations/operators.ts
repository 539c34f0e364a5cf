/** What administrators do with operators (rule 21.6, rule 21.8). Each looks at the role itself, whatever served it. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { ListedSession } from '../../identity/living-sessions.ts'
import { addOperator } from '../../identity/operators/add-operator.ts'
import { holdOperators, isLastAdministrator, isStillAdministrator } from '../../identity/operators/administrators.ts'
import {
  changeContents,
  changeRole,
  deleteOperator,
  inviteOperator,
  lockOperator,
  NO_OPERATOR,
  signOutOperator,
  unlockOperator,
} from '../../identity/operators/change-operator.ts'
import { sessionsOfOperator } from '../../identity/operators/end-sessions.ts'
import { findOperator, listOperators, type OperatorRecord } from '../../identity/operators/find.ts'
import type { ReasonedAct } from '../../registry/audit.ts'
import type { Operator, OperatorRole } from '../../registry/operators/operator.ts'
import { NOT_YOURS } from '../admit.ts'
import type { ConsoleGround } from '../ground.ts'
import { PLACES } from '../places.ts'
import { mayUse } from '../role.ts'
import { inAct } from './acting.ts'

/** The code, and the page on which it is typed. */
export type FirstSignIn = { readonly code: string; readonly link: string; readonly hours: number }

export type SeenOperator = { readonly record: OperatorRecord; readonly sessions: readonly ListedSession[] }

/** Refuses: SLU-RIGHTS. */
export async function operators(ground: ConsoleGround, by: Operator): Promise<Result<OperatorRecord[], Refusal>> {
  if (!mayUse('administrator', by.role)) return no(NOT_YOURS)
  return ok(await listOperators(ground.database.queries))
}

/** Refuses: SLU-RIGHTS, SLU-UNKNOWN. */
export async function seeOperator(
  { database, signIn }: ConsoleGround,
  by: Operator,
  name: string,
): Promise<Result<SeenOperator, Refusal>> {
  if (!mayUse('administrator', by.role)) return no(NOT_YOURS)
  const record = await findOperator(database.queries, name)
  if (!record) return no(NO_OPERATOR)
  const sessions = await sessionsOfOperator(database.queries, record.operatorId, signIn.rules().sessions)
  return ok({ record, sessions })
}

/** Refuses: SLU-RIGHTS, SLU-INPUT, SLU-EXISTS. */
export async function makeOperator(
  ground: ConsoleGround,
  by: Operator,
  { reason, ...operator }: Operator & { readonly reason: string },
): Promise<Result<FirstSignIn, Refusal>> {
  const seconds = ground.signIn.rules().invitationSeconds
  const made = await asAdministrator(ground, by, reason, (tx, act) =>
    addOperator(tx, ground.box, { ...operator, invitationSeconds: seconds }, act),
  )
  return made.ok ? ok(firstSignIn(ground, made.value.code)) : made
}

export type OperatorChange =
  | { readonly change: 'role'; readonly role: OperatorRole }
  | { readonly change: 'contents'; readonly mayReadContents: boolean }
  | { readonly change: 'lock' | 'unlock' | 'delete' | 'signOut' }

/** Refuses: SLU-RIGHTS, SLU-INPUT, SLU-UNKNOWN, SLU-STATE (oneself, the last administrator). */
export async function changeOperator(
  ground: ConsoleGround,
  by: Operator,
  { name, reason, ...change }: OperatorChange & { readonly name: string; readonly reason: string },
): Promise<Result<void, Refusal>> {
  if (name === by.name) return no(ONESELF)
  const hasProvider = ground.provider() !== null
  return await asAdministrator(ground, by, reason, async (tx, act) => {
    if (takesAdministrator(change) && (await isLastAdministrator(tx, name, { hasProvider }))) return no(LAST)
    return await doneTo(tx, name, change, act)
  })
}

/** Refuses: SLU-RIGHTS, SLU-INPUT, SLU-UNKNOWN, SLU-STATE (oneself). */
export async function inviteAgain(
  ground: ConsoleGround,
  by: Operator,
  { name, reason }: { readonly name: string; readonly reason: string },
): Promise<Result<FirstSignIn, Refusal>> {
  if (name === by.name) return no(ONESELF)
  const seconds = ground.signIn.rules().invitationSeconds
  const made = await asAdministrator(ground, by, reason, (tx, act) =>
    inviteOperator(tx, ground.box, { name, seconds }, act),
  )
  return made.ok ? ok(firstSignIn(ground, made.value.code)) : made
}

/** rule 21.12: looks again when its turn has come, for somebody else may have taken the role, or the access, meanwhile. */
async function asAdministrator<Value>(
  ground: ConsoleGround,
  operator: Operator,
  reason: string,
  work: (tx: Transaction, act: ReasonedAct) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  return await inAct(ground, { operator, role: 'administrator', reason }, async (tx, act) => {
    await holdOperators(tx)
    return (await isStillAdministrator(tx, operator)) ? await work(tx, act) : no(NOT_YOURS)
  })
}

function takesAdministrator(change: OperatorChange): boolean {
  if (change.change === 'role') return change.role !== 'administrator'
  return change.change === 'lock' || change.change === 'delete'
}

function doneTo(
  tx: Transaction,
  name: string,
  change: OperatorChange,
  act: ReasonedAct,
): Promise<Result<void, Refusal>> {
  switch (change.change) {
    case 'role':
      return changeRole(tx, name, change.role, act)
    case 'contents':
      return changeContents(tx, name, change.mayReadContents, act)
    case 'lock':
      return lockOperator(tx, name, act)
    case 'unlock':
      return unlockOperator(tx, name, act)
    case 'delete':
      return deleteOperator(tx, name, act)
    case 'signOut':
      return signOutOperator(tx, name, act)
  }
}

function firstSignIn({ publicUrl, signIn }: ConsoleGround, code: string): FirstSignIn {
  const hours = signIn.rules().invitationSeconds / 3600
  return { code, link: `${publicUrl}${PLACES.firstSignIn}?code=${code}`, hours }
}

/** So that nobody shuts the door behind himself by mistake; the host and other administrators can. */
const ONESELF = refusal('SLU-STATE', 'This is your own access.', 'Ask another administrator, or use the host.', {
  key: 'operatorOneself',
})

const LAST = refusal(
  'SLU-STATE',
  'Nobody else who can sign in is an administrator.',
  'Make somebody else an administrator first, or use the host.',
  { key: 'operatorLast' },
)
