/**
 * The audit's hash chain (decision 29, rule 13.2): each entry's hash covers the one before, so that a change by hand, or a row taken out,
 * shows (case O8). Entries are chained shortly after their commit, in the order in which commits become visible.
 */
import { sql } from 'kysely'
import { canonicalJson, type Sha256, sha256 } from '../base/hashes.ts'
import type { Database, Queries, Transaction } from '../database/database.ts'
import { lockAuditChain } from './locks.ts'

export type AuditVerification = {
  /** Entries of the chain that are as they were written, counted from its start. */
  readonly chained: number
  /** The chain's last number and hash; written down elsewhere it proves later that nothing was cut off the end. */
  readonly head: { readonly chainNo: number; readonly hash: Sha256 } | null
  readonly firstBreak: { readonly chainNo: number; readonly why: 'missing' | 'changed' } | null
  /** Entries that wait for the chainer: a few of the last second, more when it does not run. */
  readonly unchained: { readonly entries: number; readonly since: Date | null }
}

const PAGE = 1000
const GENESIS = '0'.repeat(64) as Sha256

/** Chains what was committed since, in short transactions; resolves with the number of entries. Nothing when another process is at it. */
export async function chainAudit(database: Pick<Database, 'transaction'>): Promise<number> {
  let total = 0
  for (;;) {
    const chained = await database.transaction(chainPage)
    total += chained
    if (chained < PAGE) return total
  }
}

/** Computes the chain anew from its start and compares. */
export async function verifyAudit(queries: Queries): Promise<AuditVerification> {
  let head: AuditVerification['head'] = null
  let firstBreak: AuditVerification['firstBreak'] = null
  for (;;) {
    const page = await chainedAfter(queries, head?.chainNo ?? 0, PAGE)
    for (const row of page) {
      const next: { chainNo: number; hash: Sha256 } = linkAfter(head, row)
      if (row.chainNo !== next.chainNo) firstBreak = { chainNo: next.chainNo, why: 'missing' }
      else if (row.hash !== next.hash) firstBreak = { chainNo: next.chainNo, why: 'changed' }
      if (firstBreak) break
      head = next
    }
    if (firstBreak || page.length < PAGE) break
  }
  return { chained: head?.chainNo ?? 0, head, firstBreak, unchained: await unchainedTail(queries) }
}

export type ChainedEntry = {
  readonly auditNo: number
  /** Text with microseconds, which a Date would cut off. */
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly reason: string | null
  readonly detail: Record<string, unknown>
}
export type Link = { readonly chainNo: number; readonly hash: Sha256 }

/** The entry's place behind another one, or at the chain's start. */
export function linkAfter(
  previous: Link | null,
  { auditNo, at, actor, action, subject, reason, detail }: ChainedEntry,
): Link {
  const chainNo = (previous?.chainNo ?? 0) + 1
  const entry = { auditNo, at, actor, action, subject, reason, detail }
  return { chainNo, hash: sha256(canonicalJson({ chainNo, previous: previous?.hash ?? GENESIS, ...entry })) }
}

async function chainPage(tx: Transaction): Promise<number> {
  if (!(await lockAuditChain(tx))) return 0
  let head = await chainHead(tx)
  const rows = await entries(tx).where('chain_no', 'is', null).orderBy('audit_no').limit(PAGE).execute()
  if (rows.length === 0) return 0
  const links = rows.map((row) => {
    head = linkAfter(head, row)
    return { auditNo: row.auditNo, ...head }
  })
  await tx
    .updateTable('audit')
    .from(valuesOf(links))
    .set((eb) => ({ chain_no: eb.ref('link.chain_no'), hash: eb.ref('link.hash') }))
    .whereRef('audit.audit_no', '=', 'link.audit_no')
    .execute()
  return rows.length
}

/** The last link that was made; null where there is none. */
export async function chainHead(queries: Queries): Promise<Link | null> {
  const row = await queries
    .selectFrom('audit')
    .select(['chain_no', 'hash'])
    .where('chain_no', 'is not', null)
    .orderBy('chain_no', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { chainNo: row.chain_no ?? 0, hash: row.hash as Sha256 } : null
}

/** The next entries of the chain behind a number, with their places. */
export async function chainedAfter(queries: Queries, chainNo: number, limit: number): Promise<(ChainedEntry & Link)[]> {
  const rows = await entries(queries)
    .select(['chain_no as chainNo', 'hash'])
    .where('chain_no', '>', chainNo)
    .orderBy('chain_no')
    .limit(limit)
    .execute()
  return rows as (ChainedEntry & Link)[]
}

/** Whether the chain has this link. */
export async function hasLink(queries: Queries, { chainNo, hash }: Link): Promise<boolean> {
  const row = await queries.selectFrom('audit').select('hash').where('chain_no', '=', chainNo).executeTakeFirst()
  return row?.hash === hash
}

/** What waits for the chainer. */
export async function unchainedTail(queries: Queries): Promise<AuditVerification['unchained']> {
  const { entries: count, since } = await queries
    .selectFrom('audit')
    .select(({ fn }) => [fn.countAll<number>().as('entries'), fn.min('at').as('since')])
    .where('chain_no', 'is', null)
    .executeTakeFirstOrThrow()
  return { entries: Number(count), since }
}

function entries(queries: Queries) {
  return queries
    .selectFrom('audit')
    .select(['audit_no as auditNo', 'actor', 'action', 'subject', 'reason', 'detail'])
    .select(sql<string>`to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('at'))
}

function valuesOf(links: readonly (Link & { readonly auditNo: number })[]) {
  const numbers = links.map(({ auditNo }) => auditNo)
  const chainNumbers = links.map(({ chainNo }) => chainNo)
  const hashes = links.map(({ hash }) => hash)
  return sql<{ audit_no: number; chain_no: number; hash: string }>`
    unnest(${numbers}::bigint[], ${chainNumbers}::bigint[], ${hashes}::text[])
  `.as<'link'>(sql`link(audit_no, chain_no, hash)`)
}
