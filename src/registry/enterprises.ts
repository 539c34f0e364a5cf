/** Enterprises: who may take part at all (spec access.md §3, §6.1). */
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { EnterpriseNumber } from '../batch/identifiers.ts'
import type { Transaction } from '../database/database.ts'
import type { Act, ReasonedAct } from './audit.ts'
import { recordChange } from './change.ts'
import { ENTERPRISE, type EnterpriseEvent, type EnterpriseState, nextState } from './transitions.ts'

export type EnterpriseInput = {
  readonly enterpriseNumber: EnterpriseNumber
  readonly legalName: string
  /** Of messages to its people; French when nothing is said. */
  readonly language?: 'de' | 'fr' | 'nl' | 'en'
}

const LEGAL_NAME_MAX = 200

/** Adds it as `pendingActivation`, or corrects name and language of the one that is there. Refuses: SLU-NAME, SLU-STATE when closed. */
export async function registerEnterprise(
  tx: Transaction,
  input: EnterpriseInput,
  act: Act,
): Promise<Result<void, Refusal>> {
  const { enterpriseNumber, language } = input
  const legalName = input.legalName.trim()
  if (legalName === '' || legalName.length > LEGAL_NAME_MAX || /\p{Cc}/u.test(legalName)) return no(NO_NAME)
  const added = await tx
    .insertInto('enterprise')
    .values({
      enterprise_number: enterpriseNumber,
      legal_name: legalName,
      state: 'pendingActivation',
      ...(language && { language }),
    })
    .onConflict((conflict) => conflict.column('enterprise_number').doNothing())
    .returning(['legal_name as legalName', 'language'])
    .executeTakeFirst()
  if (!added) return correctEnterprise(tx, { ...input, legalName }, act)
  await recordChange(tx, act, {
    action: 'enterprise.registered',
    subject: `enterprise:${enterpriseNumber}`,
    after: added,
  })
  return ok(undefined)
}

/** The first log-in of its main access manager, or an operator's enrolment; nothing to do when it is active already. */
export async function activateEnterprise(
  tx: Transaction,
  number: EnterpriseNumber,
  act: Act,
): Promise<Result<void, Refusal>> {
  const state = await lockEnterprise(tx, number)
  return state?.state === 'active' ? ok(undefined) : moveEnterprise(tx, number, 'activate', act)
}

/** From now on its sets are answered with 103; log-in and OUT go on (decision 11). Refuses: SLU-UNKNOWN, SLU-STATE. */
export function suspendEnterprise(
  tx: Transaction,
  number: EnterpriseNumber,
  act: ReasonedAct,
): Promise<Result<void, Refusal>> {
  return moveEnterprise(tx, number, 'suspend', act)
}

export function resumeEnterprise(
  tx: Transaction,
  number: EnterpriseNumber,
  act: ReasonedAct,
): Promise<Result<void, Refusal>> {
  return moveEnterprise(tx, number, 'resume', act)
}

/** For good; what hangs on it is ended by `closeEnterprise`, which calls this. Refuses: SLU-UNKNOWN, SLU-STATE. */
export function endEnterprise(
  tx: Transaction,
  number: EnterpriseNumber,
  act: ReasonedAct,
): Promise<Result<void, Refusal>> {
  return moveEnterprise(tx, number, 'close', act)
}

/** Reads the enterprise and keeps others from changing it, or anything below it, until the transaction ends. */
export async function lockEnterprise(
  tx: Transaction,
  number: EnterpriseNumber,
): Promise<{ readonly state: EnterpriseState; readonly legalName: string; readonly language: string } | undefined> {
  const row = await tx
    .selectFrom('enterprise')
    .select(['state', 'legal_name as legalName', 'language'])
    .where('enterprise_number', '=', number)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row && { ...row, state: row.state as EnterpriseState }
}

async function correctEnterprise(tx: Transaction, input: EnterpriseInput, act: Act): Promise<Result<void, Refusal>> {
  const { enterpriseNumber, legalName } = input
  const before = await lockEnterprise(tx, enterpriseNumber)
  if (!before) return no(unknownEnterprise(enterpriseNumber))
  if (before.state === 'closed') return no(CLOSED)
  const language = input.language ?? before.language
  if (before.legalName === legalName && before.language === language) return ok(undefined)
  await tx
    .updateTable('enterprise')
    .set(({ eb, fn }) => ({ legal_name: legalName, language, version: eb('version', '+', 1), updated_at: fn('now') }))
    .where('enterprise_number', '=', enterpriseNumber)
    .execute()
  await recordChange(tx, act, {
    action: 'enterprise.corrected',
    subject: `enterprise:${enterpriseNumber}`,
    before: { legalName: before.legalName, language: before.language },
    after: { legalName, language },
  })
  return ok(undefined)
}

async function moveEnterprise(
  tx: Transaction,
  number: EnterpriseNumber,
  event: EnterpriseEvent,
  act: Act,
): Promise<Result<void, Refusal>> {
  const before = await lockEnterprise(tx, number)
  if (!before) return no(unknownEnterprise(number))
  const next = nextState(ENTERPRISE, before.state, event)
  if (!next.ok) return next
  await tx
    .updateTable('enterprise')
    .set(({ eb, fn }) => ({ state: next.value, version: eb('version', '+', 1), updated_at: fn('now') }))
    .where('enterprise_number', '=', number)
    .execute()
  await recordChange(tx, act, {
    action: `enterprise.${event}`,
    subject: `enterprise:${number}`,
    before: { state: before.state },
    after: { state: next.value },
  })
  return ok(undefined)
}

const NO_NAME = refusal(
  'SLU-NAME',
  'This is no legal name.',
  `Give the name of the enterprise, 1 to ${LEGAL_NAME_MAX} characters without line breaks.`,
  { key: 'legalName', values: { max: LEGAL_NAME_MAX } },
)
const CLOSED = refusal('SLU-STATE', 'The enterprise is closed.', 'A closed enterprise stays closed.', {
  key: 'enterpriseClosed',
})

function unknownEnterprise(number: EnterpriseNumber): Refusal {
  return refusal('SLU-UNKNOWN', `No enterprise ${number} is registered.`, 'Register it first.', {
    key: 'unknownEnterprise',
  })
}
