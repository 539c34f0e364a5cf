/**
 * The access-manager profile that a main or co-main access manager has in each active quality (spec access.md §4, rule 10.6): made without
 * being asked for, and ended with the main role.
 */
import { sql } from 'kysely'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import { addAppointment, closeAppointments, type EndedAppointment } from './appointment-rows.ts'
import { lockOpenQuality, type QualityPlace } from './places.ts'

/**
 * For whoever finds it missing, as after an enrolment by the operator; nothing to do when it is there.
 * Refuses: SLU-UNKNOWN, SLU-STATE, SLU-RIGHTS when he is neither main nor co-main access manager.
 */
export async function createOwnProfile(
  tx: Transaction,
  { enterpriseNumber, qualityCode, accountId }: QualityPlace & { readonly accountId: string },
  act: Act,
): Promise<Result<void, Refusal>> {
  const place = await lockOpenQuality(tx, { enterpriseNumber, qualityCode })
  if (!place.ok) return place
  if (!(await holdsMainRole(tx, { enterpriseNumber, accountId }))) return no(NO_MAIN_ROLE)
  const profile = { enterpriseNumber, qualityCode, accountId, role: 'accessManager' } as const
  await addAppointment(tx, profile, 'automatic', act)
  return ok(undefined)
}

/** Makes all profiles that are missing at the enterprise, which the caller has locked. */
export async function completeProfiles(tx: Transaction, enterpriseNumber: string, act: Act): Promise<void> {
  const { rows } = await sql<{ readonly account_id: string; readonly quality_code: string }>`
    select distinct main.account_id, q.quality_code
      from appointment main join quality q using (enterprise_number)
     where enterprise_number = ${enterpriseNumber} and main.state = 'active' and main.quality_code is null
       and q.state = 'active'
       and not exists (select from appointment own where own.enterprise_number = ${enterpriseNumber}
             and own.account_id = main.account_id and own.quality_code = q.quality_code
             and own.role = 'accessManager' and own.state = 'active')
     order by 2, 1`.execute(tx)
  for (const { account_id: accountId, quality_code: qualityCode } of rows) {
    await addAppointment(tx, { enterpriseNumber, qualityCode, accountId, role: 'accessManager' }, 'automatic', act)
  }
}

export type HolderKey = { readonly enterpriseNumber: string; readonly accountId: string }

/** Ends the profiles of somebody whose main role has ended; nobody holds both of the main roles. */
export async function endProfiles(tx: Transaction, holder: HolderKey, act: Act): Promise<void> {
  const rows = await tx
    .selectFrom('appointment')
    .select(['appointment_id as appointmentId', 'quality_code as qualityCode', 'origin'])
    .where('enterprise_number', '=', holder.enterpriseNumber)
    .where('account_id', '=', holder.accountId)
    .where('origin', '=', 'automatic')
    .where('state', '=', 'active')
    .orderBy('quality_code')
    .execute()
  const profiles = rows.map((row): EndedAppointment => ({ ...row, ...keyOf(holder), role: 'accessManager' }))
  await closeAppointments(tx, profiles, act)
}

function keyOf({ enterpriseNumber, accountId }: HolderKey): HolderKey {
  return { enterpriseNumber, accountId }
}

async function holdsMainRole(queries: Queries, { enterpriseNumber, accountId }: HolderKey): Promise<boolean> {
  const row = await queries
    .selectFrom('appointment')
    .select('appointment_id')
    .where('enterprise_number', '=', enterpriseNumber)
    .where('account_id', '=', accountId)
    .where('quality_code', 'is', null)
    .where('state', '=', 'active')
    .executeTakeFirst()
  return row !== undefined
}

const NO_MAIN_ROLE = refusal(
  'SLU-RIGHTS',
  'Only main and co-main access managers have a profile of their own.',
  'Ask them to appoint you as access manager.',
  { key: 'noMainRole' },
)
