/**
 * What people were refused, for the operator (spec access.md §16.5, case R1; rule 13.8). Managers do not read it: whoever looks for
 * what is not his shall neither flood the audit of a foreign enterprise nor be told by it that he was seen.
 */
import { sql } from 'kysely'
import { sha256 } from '../base/hashes.ts'
import type { Database, Queries } from '../database/database.ts'
import { writeAudit } from './audit.ts'
import type { Actor } from './policy/authorise.ts'
import type { Place } from './policy/decide.ts'

export type RefusedAccess = {
  readonly actor: Actor
  /** Of the matrix, as the route names it. */
  readonly row: string
  /** As it was asked for, which need not exist; null where the route names none. */
  readonly place: Place | null
  /** Key of the refusal. */
  readonly why: string
}

const ACTION = 'access.refused'
const MARK_DIGITS = 4

/**
 * Audit: `access.refused`, about the account that asked, in a transaction of its own. The same account, row and place once an hour, and
 * at most `perHourMax` entries an hour for an account. A place that exists costs as much as one that does not.
 */
export async function recordRefusedAccess(
  database: Pick<Database, 'queries' | 'transaction'>,
  refused: RefusedAccess,
  perHourMax: number,
): Promise<void> {
  // Asked first without a lock, so that a flood of refusals reads and does not write.
  if (await isEnough(database.queries, refused, perHourMax)) return
  const { actor, row, place, why } = refused
  const { accountId, method, assurance, traceId } = actor
  const subject = subjectOf(refused)
  await database.transaction(async (tx) => {
    const account = tx.selectFrom('account').select('account_id').where('account_id', '=', accountId)
    await account.forNoKeyUpdate().executeTakeFirst()
    if (await isEnough(tx, refused, perHourMax)) return
    const detail = { row, mark: markOf(place), ...(await existing(tx, place)), as: { method, assurance, traceId } }
    await writeAudit(tx, { actor: `person:${accountId}`, action: ACTION, subject, reason: why, detail })
  })
}

function subjectOf({ actor }: RefusedAccess): string {
  return `account:${actor.accountId}`
}

/** The newest of the account, as many as an hour may have: what is older than an hour among them no longer counts. */
async function isEnough(queries: Queries, refused: RefusedAccess, perHourMax: number): Promise<boolean> {
  const newest = await queries
    .selectFrom('audit')
    .select(['detail', sql<boolean>`at > now() - interval '1 hour'`.as('isOfThisHour')])
    .where('subject', '=', subjectOf(refused))
    .where('action', '=', ACTION)
    .orderBy('audit_no', 'desc')
    .limit(perHourMax)
    .execute()
  const told = newest.filter(({ isOfThisHour }) => isOfThisHour)
  const mark = markOf(refused.place)
  return told.length >= perHourMax || told.some(({ detail }) => detail.row === refused.row && detail.mark === mark)
}

/** Tells places apart, those that do not exist as well, without keeping what somebody made up. */
function markOf(place: Place | null): string {
  return place ? sha256(`${place.enterpriseNumber} ${place.qualityCode ?? ''}`).slice(0, MARK_DIGITS) : ''
}

type Existing = { readonly enterpriseNumber?: string; readonly qualityCode?: string }

async function existing(queries: Queries, place: Place | null): Promise<Existing> {
  if (!place) return {}
  const row = await queries
    .selectFrom('enterprise')
    .leftJoin('quality', (join) =>
      join
        .onRef('quality.enterprise_number', '=', 'enterprise.enterprise_number')
        .on('quality.quality_code', '=', place.qualityCode ?? ''),
    )
    .select(['enterprise.enterprise_number', 'quality.quality_code'])
    .where('enterprise.enterprise_number', '=', place.enterpriseNumber)
    .executeTakeFirst()
  if (!row) return {}
  return {
    enterpriseNumber: row.enterprise_number,
    ...(row.quality_code !== null && { qualityCode: row.quality_code }),
  }
}
