/** What the self-test saw, and its own sets, which are forgotten soon. */
import { sql } from 'kysely'
import type { Queries, Transaction } from '../../database/database.ts'
import { isHeld } from './holds.ts'

export const ENDPOINTS = ['sftp', 'ftps', 'web'] as const
export type TestedEndpoint = (typeof ENDPOINTS)[number]

export type TestResult = {
  readonly endpoint: TestedEndpoint
  readonly ok: boolean
  readonly milliseconds: number
  /** For operators; null when it went well. */
  readonly error: string | null
}

export type LastGreen = {
  readonly endpoint: TestedEndpoint
  /** Null: not within a day. */
  readonly lastGreenAt: Date | null
  readonly last: {
    readonly at: Date
    readonly ok: boolean
    readonly milliseconds: number
    readonly error: string | null
  }
}

const ERROR_CHARACTERS = 500

/** On a row with the sender's number: it is none of the gateway's own. */
export const isNotOwn = sql<boolean>`sender_number not in (select own.sender_number from self_test_sender as own)`

/** Null while there is none. */
export async function ownSender(queries: Queries): Promise<string | null> {
  const row = await queries.selectFrom('self_test_sender').select('sender_number').executeTakeFirst()
  return row?.sender_number ?? null
}

export async function noteTest(queries: Queries, { error, ...result }: TestResult): Promise<void> {
  await queries
    .insertInto('self_test')
    .values({ ...result, error: error?.slice(0, ERROR_CHARACTERS) ?? null })
    .execute()
}

/** Of each endpoint that was tried within a day. For the dashboard, `sluice status`, readiness and metrics. */
export async function lastGreen(queries: Queries): Promise<LastGreen[]> {
  const { rows } = await sql<LastGreen>`
    select endpoint, max(at) filter (where ok) as "lastGreenAt",
      (array_agg(json_build_object('at', at, 'ok', ok, 'milliseconds', milliseconds, 'error', error) order by at desc))[1] as last
    from self_test where at > now() - interval '1 day' group by endpoint order by endpoint`.execute(queries)
  return rows.map(({ last, ...row }) => ({ ...row, last: { ...last, at: new Date(last.at) } }))
}

/** Takes sets of the gateway's own sender out of every table, but for those that somebody holds, and old results; resolves with the number of sets. */
export async function forgetOwnSets(
  tx: Transaction,
  { hours, limit }: { readonly hours: number; readonly limit: number },
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select submission_id as id from submission join self_test_sender using (sender_number)
    where closed_at < now() - make_interval(secs => ${hours * 3600}) and not ${isHeld('submission_id', 'sender_number')}
    order by closed_at limit ${limit} for update of submission skip locked`.execute(tx)
  const ids = rows.map(({ id }) => id)
  if (ids.length > 0) {
    for (const table of [
      'event',
      'hold',
      'accepted_name',
      'delivery',
      'out_entry',
      'received_file',
      'fact',
      'claim',
      'submission',
    ])
      await sql`delete from ${sql.table(table)} where submission_id = any(${ids}::uuid[])`.execute(tx)
  }
  await sql`delete from self_test where at < now() - interval '2 days'`.execute(tx)
  return ids.length
}
