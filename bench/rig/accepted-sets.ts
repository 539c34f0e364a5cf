/** Sets that were accepted and are to be handed over, as the stages leave them, made by a few statements: what comes before is not measured here. */
import { sql } from 'kysely'
import { sha256 } from '../../src/base/hashes.ts'
import type { Envelope, Verdict } from '../../src/batch/facts.ts'
import type { Database } from '../../src/database/database.ts'
import type { Spool } from '../../src/spool/spool.ts'

const SENDERS = 50
const FILE_BYTES = 1000

/** Adds so many to the service's rows and wakes the deliveries. The files of all are the same two blobs. */
export async function acceptSets(
  { queries }: Pick<Database, 'queries'>,
  spool: Pick<Spool, 'store'>,
  service: string,
  count: number,
): Promise<void> {
  const [declaration, signature] = [Buffer.alloc(FILE_BYTES, 'd'), Buffer.alloc(FILE_BYTES, 's')]
  for (const bytes of [declaration, signature]) await spool.store(bytes)
  const envelope = JSON.stringify(envelopeOf(service, declaration, signature))
  const verdict = JSON.stringify(verdictOf(service))
  await sql`
    with made as (
      insert into submission (submission_id, sender_number, environment, raw_key, routable, sealed_at)
      select gen_random_uuid(), (100000 + n % ${SENDERS})::text, 'R', gen_random_uuid()::text, true, now()
      from generate_series(1, ${count}::integer) n
      returning submission_id, sender_number
    ), told as (
      insert into fact (submission_id, kind, body)
      select submission_id, kind, body from made cross join lateral (
        values ('envelope', ${envelope}::jsonb || jsonb_build_object('ticket', upper(left(md5(submission_id::text), 13)))),
          ('verdict', ${verdict}::jsonb)
      ) as facts (kind, body)
    ), owed as (
      insert into delivery (delivery_id, submission_id, service, sender_number, environment, idempotency_key, state)
      select gen_random_uuid(), submission_id, ${service}, sender_number, 'R', gen_random_uuid(), 'waiting' from made
    )
    select pg_notify('sluice_delivery', ${service})`.execute(queries)
}

function envelopeOf(service: string, declaration: Buffer, signature: Buffer): Envelope {
  const key = `${service}.100000.20260105.00001.R`
  const member = (name: string, content: Buffer) => ({
    ...{ fileId: name, name, sha256: sha256(content), bytes: content.length, overLimit: false },
    ...{ channel: 'sftp' as const, receivedAt: '2026-01-05T09:59:58.000Z' },
  })
  return {
    ...{ sender: '100000', environment: 'R', rawKey: `IN.${key}`, routable: true },
    members: [member(`FI.${key}.1.1`, declaration), member(`FS.${key}.1.1`, signature)],
    ...{ sealedAt: '2026-01-05T10:00:00.000Z', why: 'complete', rights: sha256('rights'), ticket: 'SLU0000000018' },
  }
}

function verdictOf(service: string): Verdict {
  return {
    ...{ outcome: 'accepted', reasons: [], service, setKey: `${service}.100000.20260105.00001.R` },
    ...{
      judgedAt: '2026-01-05T10:00:01.000Z',
      rules: 'bench',
      evidence: { signatures: [], documents: [] },
      answer: null,
    },
  }
}
