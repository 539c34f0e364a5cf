/** Where people are given roles: an enterprise that takes part, and its active qualities. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries, Transaction } from '../../database/database.ts'

export type QualityPlace = { readonly enterpriseNumber: string; readonly qualityCode: string }

/**
 * Keeps every other change of rights in this enterprise waiting until the transaction ends (case R6).
 * Refuses: SLU-UNKNOWN, SLU-STATE when it is not activated or closed.
 */
export async function lockOpenEnterprise(tx: Transaction, enterpriseNumber: string): Promise<Result<void, Refusal>> {
  const row = await tx
    .selectFrom('enterprise')
    .select('state')
    .where('enterprise_number', '=', enterpriseNumber)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) return no(NO_SUCH_ENTERPRISE)
  return row.state === 'active' || row.state === 'suspended' ? ok(undefined) : no(NOT_OPEN)
}

/** Locks the enterprise too. Refuses: SLU-UNKNOWN, SLU-STATE. */
export async function lockOpenQuality(tx: Transaction, place: QualityPlace): Promise<Result<void, Refusal>> {
  const enterprise = await lockOpenEnterprise(tx, place.enterpriseNumber)
  if (!enterprise.ok) return enterprise
  return (await isActiveQuality(tx, place)) ? ok(undefined) : no(QUALITY_NOT_ACTIVE)
}

async function isActiveQuality(queries: Queries, { enterpriseNumber, qualityCode }: QualityPlace): Promise<boolean> {
  const row = await queries
    .selectFrom('quality')
    .select('state')
    .where('enterprise_number', '=', enterpriseNumber)
    .where('quality_code', '=', qualityCode)
    .executeTakeFirst()
  return row?.state === 'active'
}

export const NO_SUCH_ENTERPRISE = refusal('SLU-UNKNOWN', 'There is no such enterprise.', 'Look at its number again.', {
  key: 'enterpriseUnknown',
})
const NOT_OPEN = refusal(
  'SLU-STATE',
  'The enterprise is not activated, or closed.',
  'Its main access manager activates it by signing in for the first time.',
  { key: 'enterpriseNotOpen' },
)
const QUALITY_NOT_ACTIVE = refusal(
  'SLU-STATE',
  'This quality is not active.',
  'The main access manager or a co-main access manager activates it.',
  { key: 'qualityNotActive' },
)
