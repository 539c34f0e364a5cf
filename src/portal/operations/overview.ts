/** What the overview of an enterprise answers: may it send, and what needs somebody's attention. */
import type { Refusal } from '../../base/refusal.ts'
import { ok, type Result } from '../../base/result.ts'
import { countUnread } from '../../notices/mailbox.ts'
import {
  type EndingCertificate,
  endingCertificates,
  type UnusedPassword,
  unusedPasswords,
} from '../../registry/attention.ts'
import type { QualityRecord } from '../../registry/enterprise-record.ts'
import type { HeldRole } from '../../registry/policy/decide.ts'
import { currentRights } from '../../registry/rights.ts'
import { type Sending, sendingOf } from '../sending.ts'
import type { Acting } from './acting.ts'
import { type SeenEnterprise, seeEnterprise } from './enterprises.ts'
import { scopesOf } from './notices.ts'

export type Overview = SeenEnterprise & {
  /** Of the active qualities that the person manages. */
  readonly sending: readonly (QualityRecord & { readonly may: Sending })[]
  readonly certificates: readonly EndingCertificate[]
  readonly passwords: readonly UnusedPassword[]
  /** Active qualities in which a main or co-main access manager lacks his profile. */
  readonly withoutProfile: readonly QualityRecord[]
  /** Null: the person has no mailbox here. */
  readonly unread: number | null
}

const WARNED_DAYS = 30

/** Refuses with SLU-MISSING. */
export async function overviewOf(acting: Acting, enterpriseNumber: string): Promise<Result<Overview, Refusal>> {
  const seen = await seeEnterprise(acting, enterpriseNumber)
  if (!seen.ok) return seen
  const { database, rules } = acting.ground
  const { queries } = database
  const { managed, roles, qualities } = seen.value
  const manages = ({ qualityCode }: { readonly qualityCode: string }) =>
    managed === null || managed.includes(qualityCode)
  const active = qualities.filter((quality) => quality.state === 'active' && manages(quality))
  const isManager = managed === null || managed.length > 0
  const ending = isManager ? await endingCertificates(queries, { enterpriseNumber, withinDays: WARNED_DAYS }) : []
  const unused = isManager ? await unusedPasswords(queries, enterpriseNumber) : []
  const scopes = scopesOf({ actor: acting.actor, roles }, enterpriseNumber, rules)
  return ok({
    ...seen.value,
    sending: await sendingIn(acting, active),
    certificates: ending.filter(manages),
    passwords: unused.filter(manages),
    withoutProfile: managed === null ? active.filter((quality) => !roles.some(manager(quality))) : [],
    unread: scopes.length === 0 ? null : await countUnread(queries, { enterpriseNumber, scopes }),
  })
}

async function sendingIn({ ground }: Acting, active: readonly QualityRecord[]): Promise<Overview['sending']> {
  const told: (QualityRecord & { readonly may: Sending })[] = []
  for (const quality of active) {
    const { senderNumber } = quality
    const rights = senderNumber === null ? null : await currentRights(ground.database.queries, senderNumber)
    told.push({ ...quality, may: sendingOf(rights) })
  }
  return told
}

function manager({ qualityCode }: QualityRecord) {
  return (held: HeldRole) => held.qualityCode === qualityCode && held.role === 'accessManager'
}
