/** Qualities of an enterprise (matrix row 2), and the profile of the main access managers in them (spec access.md §4). */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { type EnterpriseNumber, parseNssoNumber } from '../../batch/identifiers.ts'
import { type QualityRecord, qualitiesOf } from '../../registry/enterprise-record.ts'
import { closeQuality, UNKNOWN_QUALITY } from '../../registry/people/close-quality.ts'
import { openQuality } from '../../registry/people/open-quality.ts'
import { createOwnProfile } from '../../registry/people/profiles.ts'
import { authorise, authoriseReading } from '../../registry/policy/authorise.ts'
import { reachOf } from '../../registry/policy/reach.ts'
import type { Acting, QualityAt } from './acting.ts'
import { managedQualities } from './audit.ts'

/** Who manages some of them sees those. Refuses: SLU-MISSING, SLU-RIGHTS. */
export async function listQualities(
  { actor, ground }: Acting,
  enterpriseNumber: string,
): Promise<Result<QualityRecord[], Refusal>> {
  const { queries } = ground.database
  const place = { enterpriseNumber, qualityCode: null }
  const allowed = await authoriseReading(queries, actor, { action: 'listUsers', place }, ground.rules)
  if (!allowed.ok) return allowed
  const managed = managedQualities(await reachOf(queries, actor), enterpriseNumber)
  const all = await qualitiesOf(queries, enterpriseNumber)
  return ok(all.filter(({ qualityCode }) => managed === null || managed.includes(qualityCode)))
}

/** Refuses: SLU-MISSING, SLU-RIGHTS, SLU-UNKNOWN. */
export async function readQuality(
  { actor, ground }: Acting,
  place: QualityAt,
): Promise<Result<QualityRecord, Refusal>> {
  const { queries } = ground.database
  const allowed = await authoriseReading(queries, actor, { action: 'listUsers', place }, ground.rules)
  if (!allowed.ok) return allowed
  const all = await qualitiesOf(queries, place.enterpriseNumber)
  const found = all.find(({ qualityCode }) => qualityCode === place.qualityCode)
  return found ? ok(found) : no(UNKNOWN_QUALITY)
}

export type Activation = {
  readonly enterpriseNumber: EnterpriseNumber
  readonly qualityCode: string
  /** As it was typed; empty: none, or as it is. */
  readonly employerId: string
}

/** Nothing to do when it is active already. Resolves with its version. Refuses: SLU-MISSING, SLU-RIGHTS, SLU-UNKNOWN, SLU-STATE, SLU-NUMBER. */
export async function activateQualityOf(
  { actor, ground }: Acting,
  { enterpriseNumber, qualityCode, employerId }: Activation,
): Promise<Result<{ readonly version: number }, Refusal>> {
  const number = employerId === '' ? ok(undefined) : parseNssoNumber(employerId)
  if (!number.ok) return number
  const place = { enterpriseNumber, qualityCode: null }
  const offered = ground.access().qualities
  return ground.database.transaction(async (tx) => {
    const act = await authorise(tx, actor, { action: 'changeQualities', place }, ground.rules)
    if (!act.ok) return act
    const input = { enterpriseNumber, qualityCode, offered, ...(number.value && { employerId: number.value }) }
    const opened = await openQuality(tx, input, act.value)
    if (!opened.ok) return opened
    const quality = (await qualitiesOf(tx, enterpriseNumber)).find((each) => each.qualityCode === qualityCode)
    return ok({ version: quality?.version ?? 0 })
  })
}

/** For ever. Refuses: SLU-MISSING, SLU-RIGHTS, SLU-UNKNOWN, SLU-VERSION, SLU-STATE (it still has a sender number, case R19). */
export function closeQualityOf(
  { actor, ground }: Acting,
  { expectedVersion, ...place }: QualityAt & { readonly expectedVersion: number },
): Promise<Result<void, Refusal>> {
  const whole = { enterpriseNumber: place.enterpriseNumber, qualityCode: null }
  return ground.database.transaction(async (tx) => {
    const act = await authorise(tx, actor, { action: 'changeQualities', place: whole }, ground.rules)
    return act.ok ? closeQuality(tx, { ...place, expectedVersion }, act.value) : act
  })
}

/** Appoints oneself, as main or co-main access manager, by the row that appoints access managers. Refuses: SLU-MISSING, SLU-RIGHTS, SLU-REAUTH, SLU-STATE. */
export function makeOwnProfile({ actor, ground }: Acting, place: QualityAt): Promise<Result<void, Refusal>> {
  return ground.database.transaction(async (tx) => {
    const act = await authorise(tx, actor, { action: 'changeAccessManagers', place }, ground.rules)
    return act.ok ? createOwnProfile(tx, { ...place, accountId: actor.accountId }, act.value) : act
  })
}
