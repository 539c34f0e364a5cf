/** Entries of the audit as a notice needs them: in the order of the chain, and with the enterprise that each is about. */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

export type Entry = {
  readonly chainNo: number
  readonly action: string
  readonly at: Date
  /** Less than a day old, by the database's clock: only then is a person told. */
  readonly isRecent: boolean
  /** What the change left, or took away. */
  readonly after: Readonly<Record<string, unknown>>
  /** Null: about no enterprise. */
  readonly place: Place | null
  readonly senderNumber: string | null
  readonly accountId: string | null
}

export type Place = { readonly enterpriseNumber: string; readonly qualityCode: string | null }

/**
 * At most `limit`, after the entry `chainNo`. Chain numbers are given out by one process at a time without gaps, so one that is missing at
 * the end comes later, and none comes in between.
 */
export async function entriesAfter(queries: Queries, chainNo: number, limit: number): Promise<Entry[]> {
  const rows = await queries
    .selectFrom('audit')
    .leftJoin('sender', (join) =>
      join.on(sql<boolean>`audit.subject = 'sender:' || sender.sender_number`).on('audit.subject', 'like', 'sender:%'),
    )
    .select(['chain_no', 'action', 'subject', 'detail', 'at', 'sender_number', 'enterprise_number', 'quality_code'])
    .select(sql<boolean>`at > now() - interval '1 day'`.as('isRecent'))
    .where('chain_no', '>', chainNo)
    .orderBy('chain_no')
    .limit(limit)
    .execute()
  return rows.map(({ chain_no, action, at, isRecent, subject, detail, sender_number, ...sender }) => ({
    ...{ chainNo: chain_no ?? 0, action, at, isRecent },
    after: { ...objectAt(detail, 'before'), ...objectAt(detail, 'after') },
    place: sender.enterprise_number
      ? { enterpriseNumber: sender.enterprise_number, qualityCode: sender.quality_code }
      : placeOf(subject, detail),
    senderNumber: sender_number,
    accountId: accountOf(subject, detail),
  }))
}

type Detail = Readonly<Record<string, unknown>>

/** The enterprise itself, else the one that the change names, else the one on whose behalf it was made. */
export function placeOf(subject: string, detail: Detail): Place | null {
  const [kind, number] = subject.split(':')
  const named = [objectAt(detail, 'after'), objectAt(detail, 'before'), objectAt(detail, 'as')]
  const enterpriseNumber = kind === 'enterprise' ? number : firstText(named, 'enterpriseNumber')
  if (enterpriseNumber === undefined) return null
  // On whose behalf says nothing about what was changed when the change names its place itself.
  const own = kind === 'enterprise' || firstText(named.slice(0, 2), 'enterpriseNumber') !== undefined
  return { enterpriseNumber, qualityCode: firstText(own ? named.slice(0, 2) : named, 'qualityCode') ?? null }
}

function accountOf(subject: string, detail: Detail): string | null {
  if (subject.startsWith('account:')) return subject.slice('account:'.length)
  return firstText([objectAt(detail, 'after'), objectAt(detail, 'before')], 'accountId') ?? null
}

function objectAt(detail: Detail, key: string): Detail {
  const value = detail[key]
  return typeof value === 'object' && value !== null ? (value as Detail) : {}
}

function firstText(objects: readonly Detail[], key: string): string | undefined {
  return objects.map((object) => object[key]).find((value): value is string => typeof value === 'string')
}
