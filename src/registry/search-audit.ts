/** The audit by who, to whom and when, the newest first. */
import type { Queries } from '../database/database.ts'
import { type AuditRow, shownRow } from './audit.ts'

export type AuditFilter = {
  readonly actor?: string | undefined
  /** Whole, or its beginning up to a colon: `sender:` stands for every sender. */
  readonly subject?: string | undefined
  readonly from?: Date | undefined
  readonly until?: Date | undefined
}

export async function searchAudit(
  queries: Queries,
  { actor, subject, from, until }: AuditFilter,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<AuditRow[]> {
  let query = queries
    .selectFrom('audit')
    .select(['audit_no', 'at', 'actor', 'action', 'subject', 'reason', 'detail', 'chain_no'])
  if (actor !== undefined) query = query.where('actor', '=', actor)
  if (subject?.endsWith(':')) query = query.where('subject', '>=', subject).where('subject', '<', `${subject}\uFFFD`)
  else if (subject !== undefined) query = query.where('subject', '=', subject)
  if (from) query = query.where('at', '>=', from)
  if (until) query = query.where('at', '<', until)
  if (before !== undefined) query = query.where('audit_no', '<', before)
  const rows = await query.orderBy('audit_no', 'desc').limit(limit).execute()
  return rows.map(shownRow)
}

export type ChainState = { readonly head: number; readonly unchained: number }

/** How far the chain has come, by its index; whether it is whole is what `sluice audit verify` computes. */
export async function chainState(queries: Queries): Promise<ChainState> {
  const { head } = await queries
    .selectFrom('audit')
    .select(({ fn }) => fn.max<number | null>('chain_no').as('head'))
    .executeTakeFirstOrThrow()
  const { unchained } = await queries
    .selectFrom('audit')
    .select(({ fn }) => fn.countAll<number>().as('unchained'))
    .where('chain_no', 'is', null)
    .executeTakeFirstOrThrow()
  return { head: head ?? 0, unchained: Number(unchained) }
}
