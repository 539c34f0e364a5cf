/** What the overview of a sender's configuration tells of its use: the latest set, what each service had, and when a certificate last signed. */
import { sql } from 'kysely'
import type { Environment } from '../batch/environment.ts'
import type { Verdict } from '../batch/facts.ts'
import type { Queries } from '../database/database.ts'

export type LastSubmission = {
  readonly submissionId: string
  /** Set key, or the raw key while it has none. */
  readonly name: string
  readonly environment: Environment
  readonly sealedAt: Date
  /** Null while it is not judged. */
  readonly outcome: Verdict['outcome'] | null
  /** Of the reasons, each once, in their order. */
  readonly codes: readonly number[]
}

export type ServiceCount = { readonly service: string; readonly sets: number; readonly rejected: number }

export type CertificateUse = { readonly sha256: string; readonly lastAt: Date; readonly sets: number }

/** The set that was sealed last; null before the first. */
export async function lastSubmissionOf(queries: Queries, sender: string): Promise<LastSubmission | null> {
  const { rows } = await sql<Omit<LastSubmission, 'codes'> & { readonly codes: number[] | null }>`
    select s.submission_id as "submissionId", coalesce(verdict.body ->> 'setKey', s.raw_key) as name, s.environment,
      s.sealed_at as "sealedAt", verdict.body ->> 'outcome' as outcome,
      jsonb_path_query_array(verdict.body, '$.reasons[*].code') as codes
    from (
      select submission_id, raw_key, environment, sealed_at from submission
      where sender_number = ${sender} and sealed_at is not null order by sealed_at desc limit 1
    ) as s left join fact as verdict on verdict.submission_id = s.submission_id and verdict.kind = 'verdict'`.execute(
    queries,
  )
  const row = rows[0]
  return row ? { ...row, codes: [...new Set(row.codes ?? [])] } : null
}

/**
 * Judged sets that were sealed within so many days, by the service that their key names: a rejected set has no service, but a key whose
 * first element is one. Sets without a key are nobody's and not counted.
 */
export async function countsByService(queries: Queries, sender: string, days: number): Promise<ServiceCount[]> {
  const { rows } = await sql<ServiceCount>`
    select coalesce(verdict.body ->> 'service', split_part(verdict.body ->> 'setKey', '.', 1)) as service,
      count(*) as sets, count(*) filter (where verdict.body ->> 'outcome' = 'rejected') as rejected
    from submission s join fact as verdict on verdict.submission_id = s.submission_id and verdict.kind = 'verdict'
    where s.sender_number = ${sender} and s.sealed_at > ${since(days)}
      and coalesce(verdict.body ->> 'service', verdict.body ->> 'setKey') is not null
    group by 1 order by 1`.execute(queries)
  return rows
}

/** Good signatures in sets that were sealed within so many days, by certificate; the one used last first. */
export async function certificateUse(queries: Queries, sender: string, days: number): Promise<CertificateUse[]> {
  const { rows } = await sql<CertificateUse>`
    select signature #>> '{certificate,sha256}' as sha256, max(s.sealed_at) as "lastAt",
      count(distinct s.submission_id) as sets
    from submission s join fact as verdict on verdict.submission_id = s.submission_id and verdict.kind = 'verdict'
      cross join lateral jsonb_array_elements(verdict.body #> '{evidence,signatures}') as signature
    where s.sender_number = ${sender} and s.sealed_at > ${since(days)}
      and signature ->> 'outcome' = 'good' and signature #>> '{certificate,sha256}' is not null
    group by 1 order by 2 desc, 1`.execute(queries)
  return rows
}

function since(days: number) {
  return sql`now() - make_interval(secs => ${days * 86_400})`
}
