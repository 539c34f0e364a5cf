/** Which online services a user may use: among those that his quality may choose (spec access.md §5 row 13, rule 9.10). */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import type { OfferedQuality } from '../qualities.ts'
import type { OfferedService } from '../service-choice.ts'
import { holdUser, recordUserChange, type UserChange, updateUser } from './user-rows.ts'

/** What the configuration offers. */
export type OfferedGrants = {
  readonly services: readonly Pick<OfferedService, 'code'>[]
  readonly qualities: readonly OfferedQuality[]
}

/**
 * From now on the user has these and no others; services that are no longer offered can be kept and not given anew.
 * Refuses: SLU-UNKNOWN, SLU-STATE (not offered in this quality), SLU-VERSION.
 */
export async function grantServices(
  tx: Transaction,
  { grants, offer, ...change }: UserChange & { readonly grants: readonly string[]; readonly offer: OfferedGrants },
  act: Act,
): Promise<Result<void, Refusal>> {
  const user = await holdUser(tx, change)
  if (!user.ok) return user
  const before = await grantsOf(tx, change.qualityUserId)
  const added = offeredGrants(
    grants.filter((service) => !before.includes(service)),
    change.qualityCode,
    offer,
  )
  if (!added.ok) return added
  const removed = before.filter((service) => !grants.includes(service))
  if (added.value.length + removed.length === 0) return ok(undefined)
  await addGrants(tx, change.qualityUserId, added.value)
  await removeGrants(tx, change.qualityUserId, removed)
  await updateUser(tx, change.qualityUserId, {})
  const after = { grants: [...new Set(grants)].sort() }
  await recordUserChange(
    tx,
    { ...change, action: 'user.grants', accountId: user.value.accountId, before: { grants: before }, after },
    act,
  )
  return ok(undefined)
}

/** Without repetitions, sorted; pure. Refuses with SLU-STATE what the quality may not choose. */
export function offeredGrants(
  grants: readonly string[],
  qualityCode: string,
  { services, qualities }: OfferedGrants,
): Result<string[], Refusal> {
  const ofQuality = qualities.find(({ code }) => code === qualityCode)?.services ?? []
  const codes = services.map(({ code }) => code).filter((code) => ofQuality.length === 0 || ofQuality.includes(code))
  return grants.every((service) => codes.includes(service)) ? ok([...new Set(grants)].sort()) : no(NOT_OFFERED)
}

export async function addGrants(tx: Transaction, qualityUserId: string, grants: readonly string[]): Promise<void> {
  if (grants.length === 0) return
  await tx
    .insertInto('service_grant')
    .values(grants.map((service) => ({ quality_user_id: qualityUserId, service })))
    .execute()
}

async function removeGrants(tx: Transaction, qualityUserId: string, grants: readonly string[]): Promise<void> {
  if (grants.length === 0) return
  await tx
    .deleteFrom('service_grant')
    .where('quality_user_id', '=', qualityUserId)
    .where('service', 'in', grants)
    .execute()
}

/** Sorted. */
async function grantsOf(queries: Queries, qualityUserId: string): Promise<string[]> {
  const rows = await queries
    .selectFrom('service_grant')
    .select('service')
    .where('quality_user_id', '=', qualityUserId)
    .orderBy('service')
    .execute()
  return rows.map(({ service }) => service)
}

const NOT_OFFERED = refusal(
  'SLU-STATE',
  'An online service that was chosen is not offered in this quality.',
  'Choose from the services shown.',
  { key: 'serviceNotOffered' },
)
