/** What a sender has sent lately, in heaps that are alike for its rights: a preview of a change is held against them. */
import { sql } from 'kysely'
import type { SentSets } from '../batch/sent-sets.ts'
import type { Queries } from '../database/database.ts'

/** As many names of each heap as anybody reads. */
const NAMES_MAX = 20

/** Sets that are on their way: `open` ones will be judged by the rights of their seal, which is still to come; `sealed` ones by those they had. */
export type InFlight = { readonly open: number; readonly sealed: number }

/** Sets sealed and accepted within so many days by the database's clock; the heap with the latest set first. */
export async function acceptedSets(queries: Queries, sender: string, days: number): Promise<SentSets[]> {
  const { rows } = await sql<SentSets & { readonly newest: readonly { name: string; sealedAt: string }[] }>`
    with sent as (
      select s.submission_id, s.sealed_at, s.environment, verdict.body ->> 'service' as service,
        coalesce(verdict.body ->> 'setKey', s.raw_key) as name,
        array(select distinct member ->> 'channel' from jsonb_array_elements(envelope.body -> 'members') as member
              order by 1) as channels,
        array(select distinct signature #>> '{certificate,sha256}'
              from jsonb_array_elements(verdict.body #> '{evidence,signatures}') as signature
              where signature #>> '{certificate,sha256}' is not null order by 1) as signers
      from submission s
        join fact as envelope on envelope.submission_id = s.submission_id and envelope.kind = 'envelope'
        join fact as verdict on verdict.submission_id = s.submission_id and verdict.kind = 'verdict'
      where s.sender_number = ${sender} and s.sealed_at > now() - make_interval(secs => ${days * 86_400})
        and verdict.body ->> 'outcome' = 'accepted' and verdict.body ->> 'service' is not null
    )
    select service, environment, channels, signers, count(*) as count,
      to_jsonb((array_agg(jsonb_build_object('name', name, 'sealedAt', sealed_at)
        order by sealed_at desc, submission_id desc))[1:${sql.lit(NAMES_MAX)}]) as newest
    from sent group by service, environment, channels, signers order by max(sealed_at) desc`.execute(queries)
  return rows.map(({ newest, ...heap }) => ({
    ...heap,
    newest: newest.map(({ name, sealedAt }) => ({ name, sealedAt: new Date(sealedAt) })),
  }))
}

/** What has no verdict yet. Two searches, each by its index: open sets of this sender, and claims, which all that is on its way has. */
export async function setsInFlight(queries: Queries, sender: string): Promise<InFlight> {
  const { rows } = await sql<InFlight>`
    select (select count(*) from submission
             where sender_number = ${sender} and sealed_at is null and closed_at is null) as open,
      (select count(*) from claim join submission s using (submission_id)
        where s.sender_number = ${sender} and s.sealed_at is not null and not exists (
          select from fact where fact.submission_id = s.submission_id and fact.kind in ('verdict', 'cancellation'))) as sealed`.execute(
    queries,
  )
  return rows[0] ?? { open: 0, sealed: 0 }
}
