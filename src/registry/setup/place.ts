/** Where structured reports are set up: one quality of one enterprise. Everything in this folder is found from there, never by its own number. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { EnterpriseNumber, SenderNumber } from '../../batch/identifiers.ts'
import type { Queries, Transaction } from '../../database/database.ts'

export type SetupPlace = { readonly enterpriseNumber: EnterpriseNumber; readonly qualityCode: string }

/** Keeps two people from setting up one quality at once, until the transaction ends. Refuses with SLU-STATE when it is not active. */
export async function lockActiveQuality(tx: Transaction, place: SetupPlace): Promise<Result<void, Refusal>> {
  const quality = await tx
    .selectFrom('quality')
    .select('state')
    .where('enterprise_number', '=', place.enterpriseNumber)
    .where('quality_code', '=', place.qualityCode)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return quality?.state === 'active' ? ok(undefined) : no(QUALITY_NOT_ACTIVE)
}

/** The number under which it sends; null while it has none, or none any more. */
export async function senderAt(queries: Queries, place: SetupPlace): Promise<SenderNumber | null> {
  const row = await queries
    .selectFrom('sender')
    .select('sender_number')
    .where('enterprise_number', '=', place.enterpriseNumber)
    .where('quality_code', '=', place.qualityCode)
    .where('state', '<>', 'closed')
    .executeTakeFirst()
  return (row?.sender_number as SenderNumber | undefined) ?? null
}

/** What was looked at has changed since. */
export const STALE: Refusal = refusal(
  'SLU-VERSION',
  'Somebody has changed this meanwhile.',
  'Look at it as it is now, and repeat the change if it is still wanted.',
  { key: 'changedMeanwhile' },
)

const QUALITY_NOT_ACTIVE = refusal(
  'SLU-STATE',
  'The enterprise has no such active quality.',
  'Activate the quality first.',
  { key: 'qualityNotActive' },
)
