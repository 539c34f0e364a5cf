/** The enterprises that somebody has to do with, and one of them as he may see it. */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { switchPasswordLogin } from '../../identity/password-login.ts'
import {
  type EnterpriseRecord,
  enterpriseRecord,
  enterpriseRecords,
  type QualityRecord,
  qualitiesOf,
} from '../../registry/enterprise-record.ts'
import { setNotificationEmail } from '../../registry/notification-email.ts'
import { authorise, authoriseReading } from '../../registry/policy/authorise.ts'
import type { HeldRole } from '../../registry/policy/decide.ts'
import { reachOf } from '../../registry/policy/reach.ts'
import { waysTaken } from '../identity-ground.ts'
import { NOT_THERE } from '../not-there.ts'
import type { Acting } from './acting.ts'
import { managedQualities } from './audit.ts'

export type MyEnterprise = EnterpriseRecord & { readonly roles: readonly HeldRole[] }

/** In the order of their names; as far as the way of signing in reaches. */
export async function myEnterprises({ actor, ground }: Acting): Promise<MyEnterprise[]> {
  const { queries } = ground.database
  const roles = await reachOf(queries, actor)
  const records = await enterpriseRecords(
    queries,
    roles.map(({ enterpriseNumber }) => enterpriseNumber),
  )
  return records.map((record) => ({
    ...record,
    roles: roles.filter(({ enterpriseNumber }) => enterpriseNumber === record.enterpriseNumber),
  }))
}

export type SeenEnterprise = {
  readonly record: EnterpriseRecord
  /** What the person holds here. */
  readonly roles: readonly HeldRole[]
  /** Qualities that the person manages; null: all. Empty for users. */
  readonly managed: readonly string[] | null
  /** All of them, for the main roles; for others those in which they hold a role. */
  readonly qualities: readonly QualityRecord[]
}

/** Open to everybody who holds a role there. Refuses with SLU-MISSING. */
export async function seeEnterprise(
  { actor, ground }: Acting,
  enterpriseNumber: string,
): Promise<Result<SeenEnterprise, Refusal>> {
  const { queries } = ground.database
  const all = await reachOf(queries, actor)
  const roles = all.filter((held) => held.enterpriseNumber === enterpriseNumber)
  const record = roles.length === 0 ? undefined : await enterpriseRecord(queries, enterpriseNumber)
  if (!record) return no(NOT_THERE)
  const managed = managedQualities(roles, enterpriseNumber)
  const qualities = await qualitiesOf(queries, enterpriseNumber)
  const seen = qualities.filter((quality) => managed === null || roles.some(isIn(quality)))
  return ok({ record, roles, managed, qualities: seen })
}

/** Its settings, for managers. Refuses: SLU-MISSING, SLU-RIGHTS. */
export async function readEnterprise(
  { actor, ground }: Acting,
  enterpriseNumber: string,
): Promise<Result<EnterpriseRecord, Refusal>> {
  const { queries } = ground.database
  const place = { enterpriseNumber, qualityCode: null }
  const allowed = await authoriseReading(queries, actor, { action: 'changeNotificationEmail', place }, ground.rules)
  if (!allowed.ok) return allowed
  const record = await enterpriseRecord(queries, enterpriseNumber)
  return record ? ok(record) : no(NOT_THERE)
}

type Versioned = { readonly enterpriseNumber: string; readonly expectedVersion: number }

/** Matrix row 23. Refuses: SLU-MISSING, SLU-RIGHTS, SLU-VERSION, SLU-INPUT. */
export function changeNotificationEmail(
  { actor, ground }: Acting,
  change: Versioned & { readonly email: string | null },
): Promise<Result<void, Refusal>> {
  const place = { enterpriseNumber: change.enterpriseNumber, qualityCode: null }
  return ground.database.transaction(async (tx) => {
    const act = await authorise(tx, actor, { action: 'changeNotificationEmail', place }, ground.rules)
    return act.ok ? setNotificationEmail(tx, change, act.value) : act
  })
}

/** Matrix row 14: the main access manager alone. Refuses: SLU-MISSING, SLU-RIGHTS, SLU-REAUTH, SLU-VERSION, SLU-METHOD. */
export function changePasswordLogin(
  { actor, ground }: Acting,
  change: Versioned & { readonly enabled: boolean },
): Promise<Result<{ readonly version: number }, Refusal>> {
  const place = { enterpriseNumber: change.enterpriseNumber, qualityCode: null }
  return ground.database.transaction(async (tx) => {
    const act = await authorise(tx, actor, { action: 'switchPasswordLogin', place }, ground.rules)
    return act.ok ? switchPasswordLogin(tx, change, waysTaken(ground.identity), act.value) : act
  })
}

function isIn({ qualityCode }: QualityRecord) {
  return (held: HeldRole) => held.qualityCode === qualityCode
}
