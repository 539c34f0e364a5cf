/** Sender numbers: one per quality that sends, never given out twice (spec access.md §6.6, rule 12.3, case R20). */
import { randomInt } from 'node:crypto'
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { EnterpriseNumber, SenderNumber } from '../batch/identifiers.ts'
import type { Transaction } from '../database/database.ts'
import type { Act, ReasonedAct } from './audit.ts'
import { recordChange } from './change.ts'
import { nextState, SENDER, type SenderEvent, type SenderState } from './transitions.ts'

export type SenderInput = {
  readonly enterpriseNumber: EnterpriseNumber
  readonly qualityCode: string
  /** A number that the operator asks for; otherwise one is drawn. */
  readonly wanted?: SenderNumber
  /** Numbers that are nobody's to have, such as the one the gateway answers under. */
  readonly reserved?: readonly string[]
}

const DRAWN_FROM = 100_000
const DRAWN_BELOW = 900_000
const DRAWS_MAX = 200
/** Nobody, and the gateway of the specification, whose answers carry it. */
const NEVER: readonly string[] = ['000000', '999999']
/** Printed in every manual: only an operator may give it out, knowingly. */
const NOT_DRAWN: readonly string[] = ['123456']

/**
 * The number under which this quality sends: the one it has, else the one wanted, else one drawn at random from 100000 to 899999.
 * Refuses: SLU-UNKNOWN, SLU-STATE (quality not active, or it sends under another number), SLU-CONFLICT (given out before), SLU-BUSY.
 */
export async function allotSender(
  tx: Transaction,
  input: SenderInput,
  act: Act,
): Promise<Result<SenderNumber, Refusal>> {
  const { enterpriseNumber, qualityCode, wanted } = input
  const quality = await lockQuality(tx, enterpriseNumber, qualityCode)
  if (quality?.state !== 'active') return no(QUALITY_NOT_ACTIVE)
  const present = await senderOf(tx, enterpriseNumber, qualityCode)
  if (present) return wanted === undefined || wanted === present ? ok(present) : no(otherNumber(present))
  const allotted = wanted === undefined ? await draw(tx, input) : await take(tx, input, wanted)
  if (!allotted) return no(wanted === undefined ? NUMBERS_USED_UP : taken(wanted))
  const after = { enterpriseNumber, qualityCode, state: 'allocated' }
  await recordChange(tx, act, { action: 'sender.allotted', subject: `sender:${allotted}`, after })
  return ok(allotted)
}

/** From now on its sets are answered with 103; log-in and OUT go on (decision 11). Refuses: SLU-UNKNOWN, SLU-STATE. */
export function suspendSender(tx: Transaction, number: SenderNumber, act: ReasonedAct): Promise<Result<void, Refusal>> {
  return moveSender(tx, number, 'suspend', act)
}

export function resumeSender(tx: Transaction, number: SenderNumber, act: ReasonedAct): Promise<Result<void, Refusal>> {
  return moveSender(tx, number, 'resume', act)
}

/** Reads a sender and keeps others from changing it, or anything below it, until the transaction ends. */
export async function lockSender(
  tx: Transaction,
  number: SenderNumber,
): Promise<
  Result<
    {
      readonly state: SenderState
      readonly enterpriseNumber: string
      readonly qualityCode: string
      /** Counts every change to the sender and all below it. */
      readonly version: number
    },
    Refusal
  >
> {
  const row = await tx
    .selectFrom('sender')
    .select(['state', 'enterprise_number as enterpriseNumber', 'quality_code as qualityCode', 'version'])
    .where('sender_number', '=', number)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) return no(unknownSender(number))
  return ok({ ...row, state: row.state as SenderState })
}

/** As `lockSender`, for changes that a closed sender no longer sees. Refuses with SLU-STATE. */
export async function lockOpenSender(tx: Transaction, number: SenderNumber): ReturnType<typeof lockSender> {
  const sender = await lockSender(tx, number)
  return sender.ok && sender.value.state === 'closed' ? no(CLOSED) : sender
}

/** One move of the table; a move that changes nothing leaves no trace. */
export async function moveSender(
  tx: Transaction,
  number: SenderNumber,
  event: SenderEvent,
  act: Act,
): Promise<Result<void, Refusal>> {
  const sender = await lockSender(tx, number)
  if (!sender.ok) return sender
  const next = nextState(SENDER, sender.value.state, event)
  if (!next.ok) return next
  if (next.value === sender.value.state) return ok(undefined)
  await tx.updateTable('sender').set({ state: next.value }).where('sender_number', '=', number).execute()
  await recordChange(tx, act, {
    action: `sender.${event}`,
    subject: `sender:${number}`,
    before: { state: sender.value.state },
    after: { state: next.value },
  })
  return ok(undefined)
}

/** Keeps others from allotting a number in it, or from closing it, until the transaction ends. */
export async function lockQuality(tx: Transaction, enterpriseNumber: string, qualityCode: string) {
  return tx
    .selectFrom('quality')
    .select(['state', 'version'])
    .where('enterprise_number', '=', enterpriseNumber)
    .where('quality_code', '=', qualityCode)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** The number under which it sends now. */
export async function senderOf(
  tx: Transaction,
  enterpriseNumber: string,
  qualityCode: string,
): Promise<SenderNumber | undefined> {
  const row = await tx
    .selectFrom('sender')
    .select('sender_number')
    .where('enterprise_number', '=', enterpriseNumber)
    .where('quality_code', '=', qualityCode)
    .where('state', '<>', 'closed')
    .executeTakeFirst()
  return row?.sender_number as SenderNumber | undefined
}

async function draw(tx: Transaction, input: SenderInput): Promise<SenderNumber | null> {
  for (let draws = 0; draws < DRAWS_MAX; draws += 1) {
    const number = String(randomInt(DRAWN_FROM, DRAWN_BELOW)) as SenderNumber
    if (!NOT_DRAWN.includes(number) && (await take(tx, input, number))) return number
  }
  return null
}

/** Closed senders keep their rows, so the primary key alone says whether a number was ever given out. */
async function take(tx: Transaction, input: SenderInput, number: SenderNumber): Promise<SenderNumber | null> {
  if ([...NEVER, ...(input.reserved ?? [])].includes(number)) return null
  const row = await tx
    .insertInto('sender')
    .values({
      sender_number: number,
      enterprise_number: input.enterpriseNumber,
      quality_code: input.qualityCode,
      state: 'allocated',
    })
    .onConflict((conflict) => conflict.column('sender_number').doNothing())
    .returning('sender_number')
    .executeTakeFirst()
  return row ? number : null
}

const CLOSED = refusal('SLU-STATE', 'The sender is closed.', 'A closed sender stays closed; enrol the quality again.', {
  key: 'senderClosed',
})
const QUALITY_NOT_ACTIVE = refusal(
  'SLU-STATE',
  'The enterprise has no such active quality.',
  'Activate the quality first.',
  { key: 'qualityNotActive' },
)
const NUMBERS_USED_UP = refusal('SLU-BUSY', 'No free sender number was found.', 'Try again, or give a number.', {
  key: 'senderNumbersUsedUp',
})

function unknownSender(number: SenderNumber): Refusal {
  return refusal('SLU-UNKNOWN', `There is no sender ${number}.`, 'Enrol the enterprise first.', { key: 'noSuchSender' })
}

function otherNumber(present: SenderNumber): Refusal {
  return refusal(
    'SLU-STATE',
    `This quality already sends as ${present}.`,
    'Leave the number out, or close that sender first.',
  )
}

function taken(number: SenderNumber): Refusal {
  return refusal('SLU-CONFLICT', `${number} is reserved or was given out before.`, 'Give another number, or none.')
}
