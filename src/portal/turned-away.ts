/** Writes down that somebody who is signed in asked for what is not there for him, or not his to do (case R1, rule 13.8). */
import type { Refusal } from '../base/refusal.ts'
import type { Visit } from './ask.ts'
import type { Doors } from './doors.ts'
import { readParams } from './params.ts'
import type { RouteRow } from './route-row.ts'

const TURNING_AWAY: ReadonlySet<Refusal['code']> = new Set(['SLU-MISSING', 'SLU-UNKNOWN', 'SLU-RIGHTS'])

/** Not of an address that cannot be one: nothing was asked for. */
export async function recordTurnedAway(
  { row }: { readonly row: RouteRow },
  { member }: Pick<Visit, 'member'>,
  rawParams: unknown,
  refused: Refusal,
  doors: Doors,
): Promise<void> {
  const params = readParams(rawParams)
  if (!member || !params || row === 'anybody' || !TURNING_AWAY.has(refused.code)) return
  const { enterpriseNumber, qualityCode = null } = params
  const place = enterpriseNumber === undefined ? null : { enterpriseNumber, qualityCode }
  await doors.recordRefusedAccess({ actor: member.actor, row, place, why: refused.told?.key ?? refused.code })
}
