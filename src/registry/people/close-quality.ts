/** The end of a quality (spec access.md §2, §5 row 2): only when nothing is sent in it any more (rule 10.14, case R19). */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import { recordChange } from '../change.ts'
import { lockQuality, senderOf } from '../senders.ts'
import { nextState, QUALITY } from '../transitions.ts'
import { closeAppointments } from './appointment-rows.ts'
import type { AppointedRole } from './appointment-rules.ts'
import { closeUnusedAccounts } from './close-accounts.ts'
import { removeUsers } from './move-user.ts'
import { lockOpenEnterprise, type QualityPlace } from './places.ts'
import { sameVersion } from './versions.ts'

/**
 * Ends all appointments and memberships in it, and closes accounts that have nothing else. It is for ever.
 * Refuses: SLU-UNKNOWN, SLU-VERSION, SLU-STATE (not active, or a sender of it is not closed).
 */
export async function closeQuality(
  tx: Transaction,
  { expectedVersion, ...place }: QualityPlace & { readonly expectedVersion?: number },
  act: Act,
): Promise<Result<void, Refusal>> {
  const enterprise = await lockOpenEnterprise(tx, place.enterpriseNumber)
  if (!enterprise.ok) return enterprise
  const { enterpriseNumber, qualityCode } = place
  const quality = await lockQuality(tx, enterpriseNumber, qualityCode)
  if (!quality) return no(UNKNOWN_QUALITY)
  const same = sameVersion(quality.version, expectedVersion)
  if (!same.ok) return same
  const next = nextState(QUALITY, quality.state, 'close')
  if (!next.ok) return next
  if (await senderOf(tx, enterpriseNumber, qualityCode)) return no(STILL_SENDS)
  await moveQuality(tx, place, quality.state, act)
  const left = [...(await endAllAppointments(tx, place, act)), ...(await removeUsers(tx, place, act))]
  await closeUnusedAccounts(tx, [...new Set(left)], act)
  return ok(undefined)
}

async function moveQuality(tx: Transaction, place: QualityPlace, before: string, act: Act): Promise<void> {
  const { enterpriseNumber, qualityCode } = place
  await tx
    .updateTable('quality')
    .set(({ eb }) => ({ state: 'closed', version: eb('version', '+', 1) }))
    .where('enterprise_number', '=', enterpriseNumber)
    .where('quality_code', '=', qualityCode)
    .execute()
  await recordChange(tx, act, {
    action: 'quality.close',
    subject: `enterprise:${enterpriseNumber}`,
    before: { qualityCode, state: before },
    after: { qualityCode, state: 'closed' },
  })
}

async function endAllAppointments(
  tx: Transaction,
  { enterpriseNumber, qualityCode }: QualityPlace,
  act: Act,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('appointment')
    .select(['appointment_id as appointmentId', 'role', 'account_id as accountId', 'origin'])
    .where('enterprise_number', '=', enterpriseNumber)
    .where('quality_code', '=', qualityCode)
    .where('state', '=', 'active')
    .orderBy('appointment_id')
    .execute()
  const ended = rows.map((row) => ({ ...row, role: row.role as AppointedRole, enterpriseNumber, qualityCode }))
  await closeAppointments(tx, ended, act)
  return rows.map(({ accountId }) => accountId)
}

export const UNKNOWN_QUALITY = refusal(
  'SLU-UNKNOWN',
  'The enterprise has no such quality.',
  'Look at the list of its qualities.',
  {
    key: 'qualityUnknown',
  },
)
const STILL_SENDS = refusal(
  'SLU-STATE',
  'This quality still has a sender number.',
  'Stop its structured reports first.',
  { key: 'qualityStillSends' },
)
