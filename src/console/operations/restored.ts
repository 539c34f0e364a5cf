/** What a person has to know and to say after a backup was put back. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { type KnownRestoration, openRestorations } from '../../ledger/retention/restorations.ts'
import { countLostChanges, type LostChange, lostChanges, type Place } from '../../registry/lost-changes.ts'
import type { Operator } from '../../registry/operators/operator.ts'
import type { ConsoleGround } from '../ground.ts'
import { acknowledgeRestored } from './acknowledge-restored.ts'
import { inAct } from './acting.ts'

type Under = Pick<ConsoleGround, 'database'>

export type OpenRestoration = KnownRestoration & { readonly madeAgain: number; readonly toDo: number }

/** Those that nobody has acknowledged, the oldest first. */
export async function seeRestorations({ database }: Under, _operator: Operator): Promise<OpenRestoration[]> {
  const open = await openRestorations(database.queries)
  return await Promise.all(open.map(async (one) => ({ ...one, ...(await countLostChanges(database.queries, one.id)) })))
}

export type WantedChanges = { readonly id: string; readonly after: Place | undefined; readonly limit: number }

/** Of one that is open. Refuses: SLU-UNKNOWN. */
export async function seeLostChanges(
  { database: { queries } }: Under,
  _operator: Operator,
  { id, ...page }: WantedChanges,
): Promise<Result<LostChange[], Refusal>> {
  const isOpen = (await openRestorations(queries)).some((one) => one.id === id)
  return isOpen ? ok(await lostChanges(queries, id, page)) : no(NO_SUCH_RESTORATION)
}

/** rule 31.7: for administrators. Refuses: SLU-RIGHTS, SLU-INPUT, and as `acknowledgeRestored`. */
export async function acknowledge(
  ground: Under,
  operator: Operator,
  reason: string,
): Promise<Result<readonly KnownRestoration[], Refusal>> {
  return await inAct(ground, { operator, role: 'administrator', reason }, acknowledgeRestored)
}

const PLACE = /^(\d{1,15})-(\d{1,13})$/

/** As it goes into an address, and back; what is none stands for the beginning. */
export function placeText({ auditNo, at }: Place): string {
  return `${auditNo}-${at.getTime()}`
}

export function readPlace(text: string | null | undefined): Place | undefined {
  const [, auditNo, at] = PLACE.exec(text ?? '') ?? []
  return auditNo === undefined ? undefined : { auditNo: Number(auditNo), at: new Date(Number(at)) }
}

const NO_SUCH_RESTORATION = refusal(
  'SLU-UNKNOWN',
  'No such restored backup waits for a word.',
  'Look at those that are open.',
  { key: 'noSuchRestoration' },
)
