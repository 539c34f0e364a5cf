/** Rows of the flow as they are after the fact, for what watches it. Times are seconds before the database's now. */
import { type RawBuilder, sql } from 'kysely'
import { sha256 } from '../../../src/base/hashes.ts'
import { uuidV7 } from '../../../src/base/ids.ts'
import type { Queries } from '../../../src/database/database.ts'

export type PlacedDelivery = {
  readonly service?: string
  readonly environment?: string
  readonly state?: string
  readonly agoSeconds?: number
  /** For so many seconds after it was made; not over where left out. */
  readonly tookSeconds?: number
  readonly count?: number
  readonly sender?: string
}

/** So many deliveries of so many submissions; `base`: the instant that the seconds are counted from, the database's now if left out. */
export async function placeDeliveries(
  queries: Queries,
  wish: PlacedDelivery,
  base: RawBuilder<unknown> = sql`now()`,
): Promise<void> {
  const { service = 'DMFA', environment = 'R', state = 'waiting', agoSeconds = 0, count = 1, sender = '123456' } = wish
  const made = sql`${base} - make_interval(secs => ${agoSeconds})`
  const over = wish.tookSeconds === undefined ? sql`null` : sql`${made} + make_interval(secs => ${wish.tookSeconds})`
  await sql`
    with sets as (
      insert into submission (submission_id, sender_number, environment, raw_key, routable, sealed_at)
      select gen_random_uuid(), ${sender}, ${environment}, ${`IN/${uuidV7()}.`} || index, true, ${made}
      from generate_series(1, ${count}::integer) as index returning submission_id
    )
    insert into delivery (delivery_id, submission_id, service, sender_number, environment, idempotency_key, state,
      created_at, finished_at)
    select gen_random_uuid(), submission_id, ${service}, ${sender}, ${environment}, gen_random_uuid(), ${state},
      ${made}, ${over} from sets`.execute(queries)
}

export type PlacedSet = {
  readonly environment?: string
  readonly codes?: readonly number[]
  readonly channels?: readonly string[]
  readonly bytes?: number
  readonly agoSeconds?: number
}

/** A set that was answered, with a file for each of `channels`; accepted where there are no codes. Resolves with its id. */
export async function placeSet(
  queries: Queries,
  { environment = 'R', codes = [], channels = ['sftp'], bytes = 100, agoSeconds = 0 }: PlacedSet,
  base: RawBuilder<unknown> = sql`now()`,
): Promise<string> {
  const id = uuidV7()
  const at = sql`${base} - make_interval(secs => ${agoSeconds})`
  const verdict = {
    outcome: codes.length === 0 ? 'accepted' : 'rejected',
    reasons: codes.map((code) => ({ code })),
    ...(codes.length === 0 ? { service: 'DMFA' } : {}),
  }
  await sql`
    with made as (
      insert into submission (submission_id, sender_number, environment, raw_key, routable, sealed_at, closed_at)
      values (${id}, '123456', ${environment}, ${`IN/${id}`}, true, ${at}, ${at})
    ), judged as (
      insert into fact (submission_id, kind, body, at) values
        (${id}, 'verdict', ${JSON.stringify(verdict)}, ${at}),
        (${id}, 'acknowledgement', '{"name":"FO.ACRF.1"}', ${at})
    )
    insert into received_file (file_id, submission_id, sender_number, environment, name, sha256, bytes, state, channel,
      principal, address, session, received_at)
    select gen_random_uuid(), ${id}, '123456', ${environment}, 'FI.' || index || '.' || ${id}, ${sha256('x')}, ${bytes},
      'received', channel, 's', '127.0.0.1', 'x', ${at}
    from json_array_elements_text(${JSON.stringify(channels)}::json) with ordinality as came (channel, index)`.execute(
    queries,
  )
  return id
}
