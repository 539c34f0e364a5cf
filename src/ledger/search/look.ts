/** What one search stands on: its filter as conditions, where its page begins, and how much it may look at. */
import { sql } from 'kysely'
import type { Transaction } from '../../database/database.ts'
import { ownSender } from '../retention/self-tests.ts'
import { type Condition, conditionsOf, type Resolved, type Sql } from './conditions.ts'
import type { SearchFilter } from './search-filter.ts'

/** Where a submission stands in the list; the time as the database writes it, which is finer than ours. */
export type Place = { readonly id: string; readonly openedAt: string }

/** How much one search looks at. */
export type Bounds = {
  /** A condition that so few fulfil leads. */
  readonly few: number
  /** So many of the latest are asked one by one before names are looked up. */
  readonly latestFirst: number
  readonly latestAtMost: number
  /** So many are asked to be counted, and so many where the row itself tells. */
  readonly counted: number
  readonly countedPlain: number
}

export const BOUNDS: Bounds = {
  few: 2000,
  latestFirst: 1000,
  latestAtMost: 20_000,
  counted: 2000,
  countedPlain: 10_001,
}

export type Look = {
  readonly tx: Transaction
  readonly filter: Resolved
  readonly conditions: readonly Condition[]
  readonly from: Place | null
  /** Of one sender alone, whose submissions have an index of their own. */
  readonly sender: string | null
  readonly bounds: Bounds
}

/** Null when nothing can fulfil it. Plans by indexes alone: without statistics the server takes whole tables for smaller. */
export async function beginLook(
  tx: Transaction,
  { enterprise, ...filter }: SearchFilter,
  { after, bounds }: { readonly after: string | undefined; readonly bounds: Bounds },
): Promise<Look | null> {
  await sql`select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
    set_config('enable_mergejoin', 'off', true)`.execute(tx)
  const senders = narrowed(enterprise === undefined ? null : await sendersOf(tx, enterprise), filter.sender)
  const from = after === undefined ? null : await placeOf(tx, after)
  if (senders?.length === 0 || (after !== undefined && !from)) return null
  const meant = filter.words?.enterprise
  const resolved = { ...filter, meantSenders: meant === undefined ? [] : await sendersOf(tx, meant) }
  const sender = senders?.length === 1 ? (senders[0] ?? null) : null
  const { words, service } = filter
  // rule 23.13: whoever asks for nothing in particular does not look for the self-test
  const hidden = senders || words || service !== undefined ? null : await ownSender(tx)
  const conditions = [
    ...(senders ? [ofSenders(senders)] : []),
    ...(hidden === null ? [] : [{ asked: sql`s.sender_number <> ${hidden}`, isPlain: true as const }]),
    ...conditionsOf(resolved),
  ]
  return { tx, filter: resolved, conditions, from, sender, bounds }
}

export function behind(from: Place | null): Sql {
  return from ? sql`(s.opened_at, s.submission_id) < (${from.openedAt}::timestamptz, ${from.id}::uuid)` : sql`true`
}

export function all(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

function narrowed(senders: readonly string[] | null, sender: string | undefined): readonly string[] | null {
  if (sender === undefined) return senders
  return !senders || senders.includes(sender) ? [sender] : []
}

function ofSenders(senders: readonly string[]): Condition {
  return {
    asked: sql`s.sender_number = any(${senders}::text[])`,
    found: sql`select submission_id from submission where sender_number = any(${senders}::text[])`,
    isPlain: true,
  }
}

async function sendersOf(tx: Transaction, enterprise: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('sender')
    .select('sender_number')
    .where('enterprise_number', '=', enterprise)
    .execute()
  return rows.map((row) => row.sender_number)
}

async function placeOf(tx: Transaction, id: string): Promise<Place | null> {
  const { rows } = await sql<Place>`
    select submission_id as id, opened_at::text as "openedAt" from submission where submission_id = ${id}`.execute(tx)
  return rows[0] ?? null
}
