import { sql } from 'kysely'
import type { Sha256 } from '../../base/hashes.ts'
import type { AnswerNames } from '../../batch/answer-names.ts'
import type { Transaction } from '../../database/database.ts'

type StoredBlob = { readonly sha256: Sha256; readonly bytes: number }

export type ReadyAnswer = {
  readonly answerId: string
  readonly names: AnswerNames
  readonly document: StoredBlob
  readonly signature: StoredBlob
}

/**
 * rule 20.6: the three files, the fact, and the event become visible in one statement. False when it was published before: then what was
 * published stands, and nothing is written.
 */
export async function publishAnswer(
  tx: Transaction,
  { answerId, names, document, signature }: ReadyAnswer,
): Promise<boolean> {
  const { rows } = await sql<{ answer_id: string }>`
    with published as (
      update service_answer set published_at = now(), last_error = null
      where answer_id = ${answerId} and published_at is null
      returning answer_id, service, purpose, sender_number, environment, submission_id, result, is_final
    ), listed as (
      insert into out_entry (name, sha256, bytes, submission_id, sender_number, environment, answer_id)
      select file.name, file.sha256, file.bytes, submission_id, sender_number, environment, answer_id
      from published, (values
        (${names.document}::text, ${document.sha256}::text, ${document.bytes}::bigint),
        (${names.signature}, ${signature.sha256}, ${signature.bytes}),
        (${names.trigger}, null, 0)) as file (name, sha256, bytes)
    ), answered as (
      insert into fact (submission_id, kind, body)
      select submission_id, 'answer', jsonb_build_object(
        'answerId', answer_id, 'name', ${names.document}::text, 'purpose', purpose, 'result', result,
        'publishedAt', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      from published where is_final and submission_id is not null
      on conflict do nothing
    ), told as (
      insert into event (submission_id, sender_number, event, detail)
      select submission_id, sender_number, 'answer.published',
        jsonb_build_object('name', ${names.document}::text, 'purpose', purpose, 'service', service)
      from published
    )
    select answer_id, pg_notify('sluice_answer', 'published ' || answer_id) from published`.execute(tx)
  return rows.length > 0
}
