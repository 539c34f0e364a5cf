/** What authorities last said of certificates: whose turn it is to be asked about, and what the answer changes (rule 28.5). */
import { sql } from 'kysely'
import type { Sha256 } from '../base/hashes.ts'
import type { Queries, Transaction } from '../database/database.ts'

export type StoredStanding = {
  readonly status: 'good' | 'revoked' | 'notOffered' | 'unknown'
  readonly source: string | null
  readonly statedAt: Date | null
  readonly checkedAt: Date | null
  readonly revokedAt: Date | null
  readonly reason: string | null
}

/** A certificate to be asked about, with what its sender brought along when it was registered, or in a signature that waits. */
export type AskedCertificate = { readonly sha256: Sha256; readonly der: Buffer; readonly chain: readonly Buffer[] }

/** What came of a question; `unknown`: nobody gave an answer that can be believed, and what was known before stands. */
export type Answered =
  | { readonly status: 'good'; readonly source: string; readonly statedAt: Date }
  | {
      readonly status: 'revoked'
      readonly source: string
      readonly statedAt: Date
      readonly revokedAt: Date
      readonly reason: string
    }
  | { readonly status: 'notOffered' }
  | { readonly status: 'unknown'; readonly problem: string }

/** For awaited certificates, and for others. */
const RETRY_SECONDS_MAX = { awaited: 60, other: 3600 } as const
/** Each is asked again after half the time for which an answer may be relied on, so that one failure is no gap. */
const PART_OF_HOURS = 1 / 2
const HOUR = 3600
const PROBLEM_MAX = 500

export async function standingOf(queries: Queries, sha256: Sha256): Promise<StoredStanding | null> {
  const row = await queries
    .selectFrom('certificate_standing')
    .select(['status', 'source', 'stated_at as statedAt', 'checked_at as checkedAt'])
    .select(['revoked_at as revokedAt', 'reason'])
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return row ? { ...row, status: row.status as StoredStanding['status'] } : null
}

/** Those registered since the last time are to be asked about too. */
export async function enlistCertificates(queries: Queries): Promise<void> {
  await sql`
    insert into certificate_standing (sha256)
    select sha256 from certificate where state in ('uploaded', 'valid', 'expiring')
    except select sha256 from certificate_standing
    on conflict do nothing`.execute(queries)
}

/**
 * Takes the certificates whose turn it is, at most `limit`: those registered and in force, half an answer's age after it, and the `awaited`
 * ones at once; what failed waits longer each time. They are this caller's for `leaseSeconds`, so that one process asks.
 */
export async function takeForAsking(
  queries: Queries,
  { awaited, limit, leaseSeconds }: { awaited: readonly string[]; limit: number; leaseSeconds: number },
): Promise<readonly AskedCertificate[]> {
  const shas = [...awaited]
  await sql`insert into certificate_standing (sha256) select unnest(${shas}::text[]) on conflict do nothing`.execute(
    queries,
  )
  const { rows } = await sql<AskedCertificate>`
    with due as (
      select s.sha256 from certificate_standing s
       where (s.leased_until is null or s.leased_until < now())
         and ((s.due_at <= now() and exists (
                 select from certificate c where c.sha256 = s.sha256 and c.state in ('uploaded', 'valid', 'expiring')))
           or (s.sha256 = any (${shas}::text[])
               and (s.asked_at is null or s.asked_at + ${backOff(RETRY_SECONDS_MAX.awaited)} <= now())))
       order by s.sha256 = any (${shas}::text[]) desc, s.due_at limit ${limit}
       for update skip locked
    ), taken as (
      update certificate_standing s set leased_until = now() + make_interval(secs => ${leaseSeconds}), asked_at = now()
        from due where s.sha256 = due.sha256 returning s.sha256, s.authorities
    )
    select distinct on (c.sha256) c.sha256, c.der, c.chain || taken.authorities as chain from certificate c join taken using (sha256)
     order by c.sha256, cardinality(c.chain) desc`.execute(queries)
  return rows
}

/** rule 28.5: asked about at once, as an operator wants it; false when nobody registered it. */
export async function askSoon(tx: Transaction, sha256: string): Promise<boolean> {
  const { rows } = await sql`
    insert into certificate_standing (sha256) select sha256 from certificate where sha256 = ${sha256} limit 1
    on conflict (sha256) do update set due_at = now() returning sha256`.execute(tx)
  return rows.length > 0
}

export async function keepStanding(
  tx: Transaction,
  sha256: Sha256,
  answered: Answered,
  recheckHours: number,
): Promise<void> {
  const asked = tx.updateTable('certificate_standing').where('sha256', '=', sha256)
  if (answered.status === 'unknown') {
    await asked
      .set((set) => ({
        failures: set('failures', '+', 1),
        problem: answered.problem.slice(0, PROBLEM_MAX),
        leased_until: null,
        due_at: sql<Date>`now() + ${backOff(RETRY_SECONDS_MAX.other)}`,
      }))
      .execute()
    return
  }
  const stated = 'source' in answered ? answered : { source: null, statedAt: null }
  const revoked = 'revokedAt' in answered ? answered : { revokedAt: null, reason: null }
  await asked
    .set({
      ...{ status: answered.status, source: stated.source, stated_at: stated.statedAt },
      ...{ revoked_at: revoked.revokedAt, reason: revoked.reason },
      ...{ failures: 0, problem: null, leased_until: null },
      checked_at: sql<Date>`clock_timestamp()`,
      due_at: sql<Date>`now() + make_interval(secs => ${recheckHours * HOUR * PART_OF_HOURS})`,
    })
    .execute()
}

function backOff(secondsMax: number) {
  return sql`make_interval(secs => least(power(2, least(failures, 16)), ${secondsMax}))`
}
