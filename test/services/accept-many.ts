import { sql } from 'kysely'
import type { Environment } from '../../src/batch/environment.ts'
import type { Database } from '../../src/database/database.ts'
import { verdictOf } from '../stages/a-set.ts'
import { envelopeOf } from './scene.ts'

/** As many accepted sets of a sender, as the dispatch stage leaves them, in the order of their ids. */
export async function acceptMany(
  { queries }: Pick<Database, 'queries'>,
  service: string,
  sender: string,
  count: number,
  environment: Environment = 'R',
): Promise<void> {
  const envelope = JSON.stringify({ ...envelopeOf(sender, '', service), environment })
  await sql`
    with made as (
      insert into submission (submission_id, sender_number, environment, raw_key, routable, sealed_at)
      select gen_random_uuid(), ${sender}, ${environment}, gen_random_uuid()::text, true, now()
      from generate_series(1, ${count}::integer)
      returning submission_id
    ), told as (
      insert into fact (submission_id, kind, body)
      select submission_id, kind, body from made cross join lateral (
        values ('verdict', ${JSON.stringify(verdictOf())}::jsonb),
          ('envelope', ${envelope}::jsonb || jsonb_build_object('ticket', upper(left(md5(submission_id::text), 13))))
      ) as facts (kind, body)
    )
    insert into delivery (delivery_id, submission_id, service, sender_number, environment, idempotency_key, state)
    select submission_id, submission_id, ${service}, ${sender}, ${environment}, gen_random_uuid(), 'waiting'
    from made`.execute(queries)
}
