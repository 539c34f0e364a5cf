/** What the managers of an enterprise read of the audit (matrix row 24): main roles everything, the others of their own quality. */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { AuditRow } from '../../registry/audit.ts'
import { auditOf } from '../../registry/audit-of-enterprise.ts'
import { authoriseReading } from '../../registry/policy/authorise.ts'
import type { HeldRole } from '../../registry/policy/decide.ts'
import { reachOf } from '../../registry/policy/reach.ts'
import { NOT_THERE } from '../not-there.ts'
import type { Acting } from './acting.ts'

export type AuditWanted = {
  readonly enterpriseNumber: string
  /** Undefined: all that the person may read. */
  readonly qualityCode?: string
  readonly topic?: string
  readonly before?: number
  readonly limit: number
}

export type AuditRead = {
  readonly rows: readonly AuditRow[]
  /** The quality that was read; undefined: the whole enterprise. */
  readonly qualityCode: string | undefined
  /** Whether the person may read all qualities at once. */
  readonly isWhole: boolean
}

/** Who manages several qualities and names none, reads the first. Refuses: SLU-MISSING (also a foreign quality), SLU-RIGHTS. */
export async function readAudit({ actor, ground }: Acting, wanted: AuditWanted): Promise<Result<AuditRead, Refusal>> {
  const { enterpriseNumber, qualityCode: named = null, ...page } = wanted
  const { queries } = ground.database
  const asked = { action: 'readAudit' as const, place: { enterpriseNumber, qualityCode: named } }
  const allowed = await authoriseReading(queries, actor, asked, ground.rules)
  if (!allowed.ok) return allowed
  const own = managedQualities(await reachOf(queries, actor), enterpriseNumber)
  const qualityCode = named ?? own?.[0]
  if (own && qualityCode === undefined) return no(NOT_THERE)
  const where = { enterpriseNumber, ...(qualityCode !== undefined && { qualityCode }) }
  return ok({ rows: await auditOf(queries, { ...where, ...page }), qualityCode, isWhole: own === null })
}

/** Null: all of them, for a main or co-main access manager. */
export function managedQualities(roles: readonly HeldRole[], enterpriseNumber: string): string[] | null {
  const here = roles.filter((held) => held.enterpriseNumber === enterpriseNumber)
  if (here.some(({ role }) => role === 'mainAccessManager' || role === 'coMainAccessManager')) return null
  const managing = here.filter(({ role }) => role === 'accessManager' || role === 'coAccessManager')
  return [...new Set(managing.flatMap(({ qualityCode }) => (qualityCode === null ? [] : [qualityCode])))].sort()
}
