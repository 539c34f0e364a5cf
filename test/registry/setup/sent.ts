/** Sets as the ledger has them, as far as previews and overviews look at them. */
import { sql } from 'kysely'
import { type Sha256, sha256 } from '../../../src/base/hashes.ts'
import type { Database } from '../../../src/database/database.ts'

export type Sent = {
  readonly name: string
  readonly hoursAgo: number
  readonly channels: readonly string[]
  readonly service?: string
  readonly signer?: Sha256
  readonly outcome?: 'accepted' | 'rejected' | null
}

/** A set that was sealed and, unless its outcome is null, judged. */
export async function sentBy(
  { queries }: Database,
  sender: string,
  { name, hoursAgo, channels, service = 'DMFA', signer, outcome = 'accepted' }: Sent,
): Promise<void> {
  const envelope = { members: channels.map((channel) => ({ channel })) }
  const signatures = signer
    ? [{ outcome: outcome === 'rejected' ? 'bad' : 'good', certificate: { sha256: signer } }]
    : []
  const judged = outcome === 'accepted' ? { service, reasons: [] } : { reasons: [{ code: 125 }, { code: 125 }] }
  const verdict = { outcome, setKey: name, ...judged, evidence: { signatures, documents: [] } }
  await sql`
    with sealed as (
      insert into submission (submission_id, sender_number, environment, raw_key, routable, sealed_at, closed_at)
      select gen_random_uuid(), ${sender}, 'R', ${`IN/${name}`}, true, at, case when ${outcome !== null} then at end
      from (select now() - make_interval(hours => ${hoursAgo}::int) as at) as t
      returning submission_id
    ), claimed as (
      insert into claim (submission_id, due_at) select submission_id, now() from sealed where ${outcome === null}
    )
    insert into fact (submission_id, kind, body)
    select submission_id, 'envelope', ${JSON.stringify({ ...envelope, ticket: sha256(name).slice(0, 13) })}::jsonb from sealed
    union all
    select submission_id, 'verdict', ${JSON.stringify(verdict)}::jsonb from sealed where ${outcome !== null}`.execute(
    queries,
  )
}
