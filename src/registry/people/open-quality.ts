/** A quality of an enterprise with its people: opened with the profiles of the main access managers, closed with all roles in it. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { EnterpriseNumber, NssoNumber } from '../../batch/identifiers.ts'
import type { Transaction } from '../../database/database.ts'
import { allOrNothing } from '../all-or-nothing.ts'
import type { Act } from '../audit.ts'
import { recordChange } from '../change.ts'
import { activateQuality, type OfferedQuality } from '../qualities.ts'
import { completeProfiles } from './profiles.ts'

export type OpenQualityInput = {
  readonly enterpriseNumber: EnterpriseNumber
  readonly qualityCode: string
  readonly offered: readonly OfferedQuality[]
  /** Its number as an employer at the NSSO; left out: as it is. */
  readonly employerId?: NssoNumber
}

/**
 * Activates it and makes the automatic profiles; called again, it changes the employer's number alone.
 * Refuses: SLU-UNKNOWN, SLU-STATE (enterprise not active, quality closed, or held by a natural person).
 */
export function openQuality(tx: Transaction, input: OpenQualityInput, act: Act): Promise<Result<void, Refusal>> {
  return allOrNothing(tx, async () => {
    const supported = isSupported(input)
    if (!supported.ok) return supported
    const activated = await activateQuality(tx, input, act)
    if (!activated.ok) return activated
    if (input.employerId !== undefined) await setEmployerId(tx, input, input.employerId, act)
    await completeProfiles(tx, input.enterpriseNumber, act)
    return ok(undefined)
  })
}

/** Qualities that belong to a natural person would need its national number in the place of the enterprise number. Refuses with SLU-STATE. */
export function isSupported({
  qualityCode,
  offered,
}: Pick<OpenQualityInput, 'qualityCode' | 'offered'>): Result<void, Refusal> {
  const isOfPerson = offered.some(({ code, holder }) => code === qualityCode && holder === 'person')
  return isOfPerson ? no(OF_PERSON) : ok(undefined)
}

/** Nothing to do when it is that number already. */
export async function setEmployerId(
  tx: Transaction,
  { enterpriseNumber, qualityCode }: Pick<OpenQualityInput, 'enterpriseNumber' | 'qualityCode'>,
  employerId: NssoNumber,
  act: Act,
): Promise<void> {
  const changed = await tx
    .updateTable('quality')
    .set(({ eb }) => ({ employer_id: employerId, version: eb('version', '+', 1) }))
    .where('enterprise_number', '=', enterpriseNumber)
    .where('quality_code', '=', qualityCode)
    .where('employer_id', 'is distinct from', employerId)
    .returning('quality_code')
    .executeTakeFirst()
  if (!changed) return
  await recordChange(tx, act, {
    action: 'quality.employerId',
    subject: `enterprise:${enterpriseNumber}`,
    after: { qualityCode, employerId },
  })
}

const OF_PERSON = refusal(
  'SLU-STATE',
  'This quality belongs to a natural person and not to an enterprise; it is not supported here.',
  'Choose a quality of an enterprise.',
  { key: 'qualityOfPerson' },
)
