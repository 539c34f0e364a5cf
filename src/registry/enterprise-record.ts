/** What is shown of an enterprise, and of the qualities in which it takes part. */
import type { Language } from '../batch/languages.ts'
import type { Queries } from '../database/database.ts'
import type { EnterpriseState, QualityState, SenderState } from './transitions.ts'

export type EnterpriseRecord = {
  readonly enterpriseNumber: string
  readonly legalName: string
  readonly state: EnterpriseState
  readonly language: Language
  readonly activatedAt: Date | null
  readonly notificationEmail: string | null
  readonly passwordLoginEnabled: boolean
  /** What a change of its settings must name as seen. */
  readonly version: number
}

export type QualityRecord = {
  readonly qualityCode: string
  readonly state: QualityState
  readonly isDefault: boolean
  readonly employerId: string | null
  readonly activatedAt: Date | null
  readonly version: number
  /** The sender that is not closed; null while none is set up. */
  readonly senderNumber: string | null
  readonly senderState: SenderState | null
}

export async function enterpriseRecord(
  queries: Queries,
  enterpriseNumber: string,
): Promise<EnterpriseRecord | undefined> {
  const [found] = await enterpriseRecords(queries, [enterpriseNumber])
  return found
}

/** In the order of their names. */
export async function enterpriseRecords(queries: Queries, numbers: readonly string[]): Promise<EnterpriseRecord[]> {
  if (numbers.length === 0) return []
  const rows = await queries
    .selectFrom('enterprise')
    .select(['enterprise_number as enterpriseNumber', 'legal_name as legalName', 'state', 'language', 'version'])
    .select(['activated_at as activatedAt', 'notification_email as notificationEmail'])
    .select('password_login_enabled as passwordLoginEnabled')
    .where('enterprise_number', 'in', [...new Set(numbers)])
    .orderBy('legal_name')
    .orderBy('enterprise_number')
    .execute()
  return rows.map((row) => ({ ...row, state: row.state as EnterpriseState, language: row.language as Language }))
}

/** The default one first, then by code. */
export async function qualitiesOf(queries: Queries, enterpriseNumber: string): Promise<QualityRecord[]> {
  const rows = await queries
    .selectFrom('quality')
    .leftJoin('sender', (join) =>
      join
        .onRef('sender.enterprise_number', '=', 'quality.enterprise_number')
        .onRef('sender.quality_code', '=', 'quality.quality_code')
        .on('sender.state', '<>', 'closed'),
    )
    .select(['quality.quality_code as qualityCode', 'quality.state', 'is_default as isDefault', 'quality.version'])
    .select(['employer_id as employerId', 'quality.activated_at as activatedAt'])
    .select(['sender_number as senderNumber', 'sender.state as senderState'])
    .where('quality.enterprise_number', '=', enterpriseNumber)
    .orderBy('is_default', 'desc')
    .orderBy('quality.quality_code')
    .execute()
  return rows.map((row) => ({
    ...row,
    state: row.state as QualityState,
    senderState: row.senderState as SenderState | null,
  }))
}
